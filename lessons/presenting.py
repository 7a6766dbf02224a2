"""What a lesson's page shows beside its body."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import slugify

from lessons.models import LessonIndexPage, LessonPage
from lessons.queries.progress import progress_by_key
from people.audience import visible_to


@dataclass(frozen=True)
class Heading:
    """An entry of the lesson's contents."""

    title: str
    anchor: str


def lesson_context(lesson: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Return the contents and the reader's progress."""
    headings = [str(block.value) for block in lesson.body if block.block_type == "heading"]
    progress = progress_by_key(request.user, [lesson.translation_key]).get(lesson.translation_key)
    return {
        "headings": [Heading(title, slugify(title, allow_unicode=True)) for title in headings],
        "progress": progress,
        "language": lesson.locale.language_code,
    }


def index_context(index: LessonIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the lessons of one organization that the reader may see."""
    lessons = visible_to(request.user, LessonPage.objects.live().child_of(index)).select_related("category")
    return {"lessons": lessons.order_by("title")}
