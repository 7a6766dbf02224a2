"""What a lesson's page shows beside its body."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from foundation.fragments import render_shared
from lessons.models import LessonIndexPage, LessonPage
from lessons.queries.progress import own_progress
from people.audience import visible_to
from people.published import published_version


@dataclass(frozen=True)
class Heading:
    """An entry of the lesson's contents."""

    title: str
    anchor: str


def lesson_context(lesson: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Return the contents and the reader's progress."""
    return {**shared_context(lesson), **own_context(lesson, request)}


def show_lesson(lesson: LessonPage, request: HttpRequest) -> HttpResponse:
    """Answer with a lesson to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    own = own_context(lesson, request)
    return render_shared(
        request,
        lesson.get_template(request),
        key=(lesson.pk, published_version()),
        shared=lambda: {"page": lesson, "self": lesson, **shared_context(lesson)},
        own={"page": lesson, **own},
    )


def shared_context(lesson: LessonPage) -> dict[str, Any]:
    """Return what a lesson shows to all its readers."""
    headings = [str(block.value) for block in lesson.body if block.block_type == "heading"]
    return {
        "headings": [Heading(title, slugify(title, allow_unicode=True)) for title in headings],
        "language": lesson.locale.language_code,
    }


def own_context(lesson: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Return what a lesson shows of its reader: how far they have come."""
    return {"progress": own_progress(request.user, lesson), "language": lesson.locale.language_code}


def index_context(index: LessonIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the lessons of one organization that the reader may see."""
    lessons = visible_to(request.user, LessonPage.objects.live().child_of(index)).select_related("category")
    return {"lessons": lessons.order_by("title")}
