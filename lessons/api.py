"""The lessons room in the API: the catalogue, a lesson, and how far one is."""

import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from lessons.actions.beats import MOST_BEATS, MOST_PARTS, Beat, take_beats
from lessons.actions.completion import say_finished
from lessons.catalogue.facts import Fact
from lessons.catalogue.wanted import MOST_VALUES, CatalogueFilter, Length, OwnProgress, Sorting
from lessons.checks.api import router as checks_router
from lessons.completion.films import LONGEST_FILM
from lessons.completion.opening import LATEST, seal
from lessons.models import LessonLevel, LessonPage, LessonProgress, ProgressState
from lessons.models.category import LessonCategoryKind
from lessons.notes.api import router as notes_router
from lessons.permissions import may_open
from lessons.queries.catalogue import pages_of, shelf_for
from lessons.queries.progress import Standing, progress_by_key, standing_of
from lessons.views.access import readable_lesson
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of
from schoolhouse.refusals import Refusal

router = Router(tags=["lessons"], auth=None)
router.add_router("", checks_router)


class LessonsAsked(PageAsked):
    """Which lessons, by the same filters as the catalogue; without ``language`` in that in which the API answers.

    Several values of one filter widen it, several filters narrow each other. ``category`` is a kind, or the translation
    key of a category, which stands for everything below it. ``length`` is measured against the school's limit for
    micro-lessons; ``film=yes`` wants a film or recording; ``progress`` is one's own.
    """

    category: str = Field("", pattern="^([a-z]{0,12}|[0-9a-f-]{36})$")
    length: list[Length] = Field([], max_length=MOST_VALUES)
    level: list[LessonLevel] = Field([], max_length=MOST_VALUES)
    film: Literal["", "yes"] = ""
    progress: list[OwnProgress] = Field([], max_length=MOST_VALUES)
    tag: list[str] = Field([], max_length=MOST_VALUES)
    organization: list[uuid.UUID] = Field([], max_length=MOST_VALUES)
    q: str = Field("", max_length=100)
    sort: Sorting | None = None
    language: str = Field("", pattern=f"^({'|'.join(code for code, _name in settings.LANGUAGES)})?$")


class CategoryRef(Schema):
    """A category of the course system; ``translation_key`` is the same in all languages."""

    public_id: uuid.UUID
    translation_key: uuid.UUID
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
    has_film: bool
    url: str
    progress: ProgressKept | None


class Lesson(LessonCard):
    """A lesson with its body, as HTML. ``opened`` seals that one opens it now: reports on it refer to that."""

    body_html: str
    opened: str | None


class ConditionShown(Schema):
    """A condition of the lesson's rule, with what is still missing, in the reader's language."""

    kind: str
    text: str
    is_met: bool


class ReportKept(ProgressKept):
    """Where one stands now; ``opened`` seals that the server has just heard of the reader."""

    conditions: list[ConditionShown]
    opened: str


Seconds = Annotated[float, Field(ge=0, le=LONGEST_FILM, allow_inf_nan=False, strict=True)]
SinceOpening = Annotated[float, Field(ge=0, le=LATEST.total_seconds(), allow_inf_nan=False, strict=True)]


class BeatReport(Schema):
    """A stretch of study of at most five minutes.

    ``begin`` and ``end`` are seconds since the page was opened, as ``opened`` seals it; ``percent`` is how far one has
    read. ``played`` has, by the id of a block of the body, the seconds ``[from, to)`` of its film that were played.
    ``key`` is made by the client; a report that comes again counts once.
    """

    key: uuid.UUID
    opened: str = Field(max_length=200)
    begin: SinceOpening
    end: SinceOpening
    percent: int = Field(0, ge=0, le=100, strict=True)
    played: dict[
        Annotated[str, Field(max_length=64)], Annotated[list[tuple[Seconds, Seconds]], Field(max_length=MOST_PARTS)]
    ] = {}


class ProgressReport(Schema):
    """Reports of study, in any order, as many as a page has kept while it was offline; none only asks to be heard."""

    beats: list[BeatReport] = Field(max_length=MOST_BEATS)


@router.get("/lessons", response={200: PageOf[LessonCard], 422: Trouble}, url_name="lessons", summary="Lessons")
def lessons(request: HttpRequest, asked: Query[LessonsAsked]) -> dict[str, Any]:
    """List the lessons that one may study, the newest first, or the best match of words."""
    language = asked.language or translation.get_language() or ""
    wanted = CatalogueFilter.from_query(request.GET)
    shelf = shelf_for(request.user, language, wanted)

    def cards(rows: list[Fact]) -> list[dict[str, Any]]:
        return [_card(lesson, shelf.progress.get(lesson.translation_key), request) for lesson in pages_of(rows)]

    return page_of(shelf.found, asked, cards)


@router.get(
    "/lessons/{uuid:translation_key}/{slug:language}",
    response={200: Lesson, 403: Trouble, 404: Trouble},
    url_name="lesson",
    summary="One lesson",
)
def lesson(request: HttpRequest, translation_key: uuid.UUID, language: str) -> dict[str, Any]:
    """Return a lesson with its body; 403 while it is held back by lessons that come first."""
    page = readable_lesson(request, translation_key, language)
    if not may_open(request.user, page):
        raise Refusal(_("Finish first what this lesson asks for."), code="prerequisites_missing", status=403)
    own = progress_by_key(request.user, [page.translation_key]).get(page.translation_key)
    body = page.body.render_as_block({"page": page, "request": request})
    opened = seal(request.user, page.translation_key) if request.user.is_authenticated else None
    return {**_card(page, own, request), "body_html": str(body), "opened": opened}


@router.post(
    "/lessons/{uuid:translation_key}/{slug:language}/progress",
    auth=SignedIn(),
    response={200: ReportKept, 401: Trouble, 403: Trouble, 404: Trouble, 422: Trouble},
    url_name="lesson_progress",
    summary="Report progress",
)
def progress(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, report: ProgressReport
) -> dict[str, Any]:
    """Keep what one has studied. It never goes back; reports may come late, twice or out of order."""
    page = readable_lesson(request, translation_key, language)
    beats = [Beat(**dict(beat)) for beat in report.beats]
    return _kept(take_beats(lesson=page, beats=beats, by=request.user), request.user, page)


@router.post(
    "/lessons/{uuid:translation_key}/{slug:language}/finish",
    auth=SignedIn(),
    response={200: ReportKept, 401: Trouble, 403: Trouble, 404: Trouble, 409: Trouble},
    url_name="lesson_finish",
    summary="Say that one has finished",
)
def finish(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> dict[str, Any]:
    """Take one's word, where the lesson asks for it. Saying it again changes nothing, so it may be sent again."""
    page = readable_lesson(request, translation_key, language)
    say_finished(lesson=page, by=request.user)
    return _kept(standing_of(request.user, page), request.user, page)


def _kept(standing: Standing, user: User, page: LessonPage) -> dict[str, Any]:
    study = standing.study
    return {
        "percent": 100 if study.completed else study.percent,
        "state": ProgressState.COMPLETED if study.completed else ProgressState.STARTED,
        "seconds_spent": study.seconds,
        "conditions": standing.conditions,
        "opened": seal(user, page.translation_key),
    }


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
        "has_film": page.has_film,
        "url": page.get_url(request) or "",
        "progress": own,
    }


router.add_router("", notes_router)
