"""What a person has before them today."""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from wagtail.models import Page

from classes.models import Enrollment, EnrollmentState, TimetableItem, TimetableItemState, TrainingClassPage
from classes.queries import timetable
from classes.queries.membership import ClassRow, first_class_rows, seats_of
from classes.queries.offers import standing_offers
from classes.queries.place import zones_of
from evaluations.models import FeedbackSurvey
from evaluations.queries.points import total_in
from evaluations.queries.survey import surveys_due, surveys_with
from foundation.prepared import prepared
from home.queries.waiting import waiting_for
from lessons.models import LessonPage, LessonProgress, ProgressState
from people.models import User

SURVEYS_SHOWN = 10
STARTED_LESSONS = 3
"""How many unfinished lessons the dashboard offers to go on with."""


@dataclass(frozen=True)
class Moment(timetable.Moment):
    """One item of today's line, in the time of the class that it belongs to."""

    training_class: TrainingClassPage = field(kw_only=True)
    zone: ZoneInfo = field(kw_only=True)


@dataclass(frozen=True)
class StartedLesson:
    """A lesson to go on with."""

    page: LessonPage
    percent: int


@dataclass(frozen=True)
class Aside:
    """What is due to one person, and the points: keys of surveys, lessons begun with percents, points in a class.

    ``waiting`` are notices, reflections to write or revise and words of moderators, as ``waiting_for`` gives them.
    """

    surveys: tuple[int, ...]
    lessons: tuple[tuple[uuid.UUID, int], ...]
    points_in: int | None
    points: Decimal | None
    waiting: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Outline:
    """What a day shows, as plain values: equal ones show the same, but for the name and what is published.

    ``moments`` and ``classes`` are as a rule the same for a whole class; ``offers`` and ``aside`` are not. ``current``
    is the key of the class that the day belongs to. ``going_on`` says for how many minutes the items with these keys
    have been.
    """

    classes: tuple[ClassRow, ...]
    current: int | None
    moments: tuple[tuple[Any, ...], ...]
    going_on: dict[int, int]
    offers: tuple[tuple[int, Any], ...]
    aside: Aside


@dataclass
class Today:
    """Everything on a learner's dashboard."""

    moments: list[Moment]
    surveys: list[FeedbackSurvey]
    lessons: list[StartedLesson]
    classes: list[TrainingClassPage]
    offers: list[Enrollment]
    current_class: TrainingClassPage | None
    points: Decimal | None
    waiting: tuple[tuple[Any, ...], ...]

    @property
    def due_count(self) -> int:
        """How many things wait to be finished."""
        return len(self.surveys) + len(self.lessons) + len(self.waiting)


def outline_of(user: User, *, now: datetime.datetime) -> Outline:
    """Read the day of ``user``: timetable in each class's own zone, open surveys, started lessons, points."""
    seats = seats_of(user)
    classes = first_class_rows(user, seats)
    zones = zones_of(classes)
    running = [one.pk for one in classes if one.starts_on <= now.astimezone(zones[one.pk]).date() <= one.ends_on]
    moments, going_on = _line_of(running, zones, now)
    shown = next(iter(running or [one.pk for one in classes]), None)
    is_learner = any(seat.training_class == shown for seat in seats)
    surveys = surveys_due.all(learner=user.pk, now=now) if seats else []
    return Outline(
        classes=tuple(classes),
        current=shown if running or is_learner else None,
        moments=moments,
        going_on=going_on,
        offers=_offers(user, now) if any(seat.state == EnrollmentState.OFFERED for seat in seats) else (),
        aside=Aside(
            surveys=tuple(key for (key,) in surveys[:SURVEYS_SHOWN]),
            lessons=tuple(lessons_begun.all(learner=user.pk)),
            points_in=shown if is_learner else None,
            points=total_in(user.pk, shown) if is_learner and shown else None,
            waiting=waiting_for(user, now) if seats else (),
        ),
    )


def _offers(user: User, now: datetime.datetime) -> tuple[tuple[int, Any], ...]:
    return tuple(standing_offers(user.pk, now).values_list("pk", "offer_expires_at"))


def _line_of(
    running: list[int], zones: dict[int, ZoneInfo], now: datetime.datetime
) -> tuple[tuple[tuple[Any, ...], ...], dict[int, int]]:
    """Return what is on this day where each class is held, with its state, and for how long what is on has been."""
    if not running:
        return (), {}
    day, moments, going_on = datetime.timedelta(days=1), [], {}
    for row in moments_between.all(classes=sorted(running), after=now - day, before=now + day):
        key, starts_at, ends_at, training_class = row[:4]
        zone = zones[training_class]
        if starts_at.astimezone(zone).date() == now.astimezone(zone).date():
            cancelled = row[MOMENT.index("state")] == TimetableItemState.CANCELLED
            state, minutes = timetable.state_at(starts_at, ends_at, now, cancelled=cancelled)
            moments.append((*row, str(zone), state))
            if state == "now":
                going_on[key] = minutes
    return tuple(moments), going_on


def today_of(outline: Outline, *, now: datetime.datetime, language: str) -> Today:
    """Return what ``outline`` names: nothing of the reader is asked again, and so nothing newer can come in."""
    pages = {page.pk: page for page in TrainingClassPage.objects.filter(pk__in=[row.pk for row in outline.classes])}
    zones = zones_of(outline.classes)
    for page in pages.values():
        page.zone = zones[page.pk]
    offers = Enrollment.objects.filter(pk__in=[pk for pk, _until in outline.offers]).select_related("training_class")
    surveys = {survey.pk: survey for survey in surveys_with(keys=list(outline.aside.surveys))}
    return Today(
        moments=_moments(outline, pages, now),
        surveys=[surveys[key] for key in outline.aside.surveys if key in surveys],
        lessons=_started_lessons(outline.aside.lessons, language),
        classes=[pages[row.pk] for row in outline.classes if row.pk in pages],
        offers=list(offers.order_by("offer_expires_at", "pk")) if outline.offers else [],
        current_class=pages.get(outline.current or 0),
        points=outline.aside.points,
        waiting=outline.aside.waiting,
    )


def _moments(outline: Outline, classes: dict[int, TrainingClassPage], now: datetime.datetime) -> list[Moment]:
    """Return the items of the day's line with their published pages. One query."""
    items = [TimetableItem(**dict(zip(MOMENT, row[: len(MOMENT)], strict=True))) for row in outline.moments]
    items = [item for item in items if item.training_class_id in classes]
    pages = timetable.pages_of(items)
    return [_moment(item, pages.get(item.page_id or 0), classes[item.training_class_id], now) for item in items]


def _moment(
    item: TimetableItem, page: Page | None, training_class: TrainingClassPage, now: datetime.datetime
) -> Moment:
    state, minutes = timetable.state_at(item.starts_at, item.ends_at, now, cancelled=item.is_cancelled)
    return Moment(item, state, page, minutes, training_class=training_class, zone=training_class.zone)


def _started_lessons(rows: tuple[tuple[uuid.UUID, int], ...], language: str) -> list[StartedLesson]:
    """Return the published ones of these lessons, in the reader's language where there is one."""
    pages: dict[Any, LessonPage] = {}
    keys = [key for key, _percent in rows]
    for page in lessons_with.all(keys=keys):
        if page.translation_key not in pages or page.locale.language_code == language:
            pages[page.translation_key] = page
    return [StartedLesson(pages[key], percent) for key, percent in rows if key in pages]


MOMENT = ("pk", "starts_at", "ends_at", "training_class_id", "title", "room", "kind", "page_id", "state", "reason")


@prepared
def moments_between(
    classes: list[int], after: datetime.datetime, before: datetime.datetime
) -> QuerySet[TimetableItem, Any]:
    """The fields ``MOMENT`` of what is on the timetables of these classes, in the order of time."""
    items = TimetableItem.objects.filter(training_class_id__in=classes, starts_at__gt=after, starts_at__lt=before)
    return items.order_by("starts_at", "ends_at", "pk").values_list(*MOMENT)


@prepared
def lessons_begun(learner: int) -> QuerySet[LessonProgress, tuple[Any, int]]:
    """The lessons that a learner began last and has not finished: translation key and percent."""
    rows = LessonProgress.objects.filter(learner_id=learner, state=ProgressState.STARTED).order_by("-updated_at")
    return rows.values_list("translation_key", "percent")[:STARTED_LESSONS]


@prepared
def lessons_with(keys: list[Any]) -> QuerySet[LessonPage]:
    """Published lessons with these translation keys, in every language; without their bodies."""
    lessons = LessonPage.objects.live().filter(translation_key__in=keys)
    return lessons.select_related("locale").defer("body")
