"""The lessons room in the API: the catalogue, a lesson, and how far one is."""

import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Field, Query, Router, Schema

from lessons.actions.progress import report_progress
from lessons.models import LessonLevel, LessonPage, LessonProgress, ProgressState
from lessons.models.category import LessonCategoryKind
from lessons.queries.catalogue import CatalogueFilter, lessons_for
from lessons.queries.progress import progress_by_key
from lessons.views.access import readable_lesson
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["lessons"], auth=None)


class LessonsAsked(PageAsked):
    """Which lessons; without ``language`` those in the language in which the API answers."""

    category: LessonCategoryKind | None = None
    level: LessonLevel | None = None
    q: str = Field("", max_length=100)
    language: str = Field("", max_length=12)


class CategoryRef(Schema):
    """A category of the course system."""

    public_id: uuid.UUID
    name: str
    kind: LessonCategoryKind


class ProgressKept(Schema):
    """How far one is: ``percent`` from 0 to 100."""

    percent: int
    state: ProgressState
    seconds_spent: int


class LessonCard(Schema):
    """A lesson in one language. ``translation_key`` is the same in all; ``progress`` is one's own."""

    translation_key: uuid.UUID
    language: str
    title: str
    intro: str
    category: CategoryRef | None
    level: LessonLevel
    training_hours: Decimal
    estimated_minutes: int
    url: str
    progress: ProgressKept | None


class Lesson(LessonCard):
    """A lesson with its body, as HTML."""

    body_html: str


class ProgressReport(Schema):
    """How far one has read, and for how many seconds since the last report."""

    percent: int = Field(ge=0, le=100)
    seconds: int = Field(ge=0, le=86_400)


@router.get("/lessons", response={200: PageOf[LessonCard], 422: Trouble}, url_name="lessons", summary="Lessons")
def lessons(request: HttpRequest, asked: Query[LessonsAsked]) -> dict[str, Any]:
    """List the lessons that one may study, the newest first."""
    language = asked.language or translation.get_language() or ""
    wanted = CatalogueFilter.from_query(request.GET)
    found = lessons_for(request.user, language, wanted).select_related("category", "locale")

    def cards(rows: list[LessonPage]) -> list[dict[str, Any]]:
        progress = progress_by_key(request.user, [lesson.translation_key for lesson in rows])
        return [_card(lesson, progress.get(lesson.translation_key), request) for lesson in rows]

    return page_of(found, asked, cards)


@router.get(
    "/lessons/{uuid:translation_key}/{slug:language}",
    response={200: Lesson, 404: Trouble},
    url_name="lesson",
    summary="One lesson",
)
def lesson(request: HttpRequest, translation_key: uuid.UUID, language: str) -> dict[str, Any]:
    """Return a lesson with its body."""
    page = readable_lesson(request, translation_key, language)
    own = progress_by_key(request.user, [page.translation_key]).get(page.translation_key)
    body = page.body.render_as_block({"page": page, "request": request})
    return {**_card(page, own, request), "body_html": str(body)}


@router.post(
    "/lessons/{uuid:translation_key}/{slug:language}/progress",
    auth=SignedIn(),
    response={200: ProgressKept, 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="lesson_progress",
    summary="Report progress",
)
def progress(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, report: ProgressReport
) -> LessonProgress:
    """Keep how far one has read. It never goes back; reports may come late, twice or out of order."""
    page = readable_lesson(request, translation_key, language)
    return report_progress(lesson=page, percent=report.percent, seconds=report.seconds, by=request.user)


def _card(page: LessonPage, own: LessonProgress | None, request: HttpRequest) -> dict[str, Any]:
    return {
        "translation_key": page.translation_key,
        "language": page.locale.language_code,
        "title": page.title,
        "intro": page.intro,
        "category": page.category,
        "level": page.level,
        "training_hours": page.training_hours,
        "estimated_minutes": page.estimated_minutes,
        "url": page.get_url(request) or "",
        "progress": own,
    }
