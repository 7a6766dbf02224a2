"""What a lesson's page shows beside its body."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from foundation.fragments import kept_texts, render_shared
from lessons.models import LessonIndexPage, LessonPage, LessonProgress
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
    progress = own_progress(request.user, lesson)
    finished_at = progress.completed_at if progress else None
    return {**shared_context(lesson), "finished_at": finished_at, "marks": progress_marks(progress)}


def show_lesson(lesson: LessonPage, request: HttpRequest) -> HttpResponse:
    """Answer with a lesson to a reader who was let in."""
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own ``serve`` says
    progress = own_progress(request.user, lesson)
    finished_at = progress.completed_at if progress else None
    context = {"page": lesson, "self": lesson, "finished_at": finished_at}
    return render_shared(
        request,
        lesson.get_template(request),
        key=(lesson.pk, published_version(), finished_at and timezone.localdate(finished_at)),
        shared=lambda: {**context, **shared_context(lesson)},
        marks=progress_marks(progress),
    )


def progress_marks(progress: LessonProgress | None) -> dict[str, str]:
    """Return how far a reader is, as a number and as a bar."""
    percent = progress.percent if progress else 0
    bar = kept_texts(
        ("lessons.progress", percent),
        [percent],
        lambda missing: [render_to_string("lessons/_progress.html", {"percent": percent})],
    )
    return {"percent": str(percent), "progress": bar[0]}


def shared_context(lesson: LessonPage) -> dict[str, Any]:
    """Return what a lesson shows to all its readers."""
    headings = [str(block.value) for block in lesson.body if block.block_type == "heading"]
    return {
        "headings": [Heading(title, slugify(title, allow_unicode=True)) for title in headings],
        "language": lesson.locale.language_code,
    }


def index_context(index: LessonIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the lessons of one organization that the reader may see."""
    lessons = visible_to(request.user, LessonPage.objects.live().child_of(index)).select_related("category")
    return {"lessons": lessons.order_by("title")}
