"""What a person has before them today."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TrainingClassPage
from classes.permissions import is_on_roster, place_on_roster
from classes.queries.catalogue import settle_zones
from classes.queries.membership import first_classes_open_to
from classes.queries.offers import standing_offers
from classes.queries.timetable import state_at
from evaluations.models import FeedbackSurvey
from evaluations.queries.points import ledger_total, total_of
from evaluations.queries.survey import surveys_due
from foundation.prepared import prepared
from lessons.models import LessonPage, LessonProgress, ProgressState
from people.models import User

SURVEYS_SHOWN = 10
STARTED_LESSONS = 3
"""How many unfinished lessons the dashboard offers to go on with."""


@dataclass(frozen=True)
class Moment:
    """One item of today's line: ``state`` is ``done``, ``now`` or ``coming``."""

    item: TimetableItem
    training_class: TrainingClassPage
    state: str
    zone: ZoneInfo
    minutes_since_start: int = 0

    @property
    def page(self) -> Page | None:
        """The page that it leads to, when that is published."""
        page = self.item.page
        return page if page is not None and page.live else None

    @property
    def title(self) -> str:
        """The item's own title, else its page's, else its kind."""
        return self.item.title or (self.page.title if self.page else self.item.get_kind_display())

    @property
    def is_evening(self) -> bool:
        """Whether it belongs to the evening's light."""
        return self.item.kind == TimetableItemKind.FORUM_EVENING


@dataclass(frozen=True)
class StartedLesson:
    """A lesson to go on with."""

    page: LessonPage
    percent: int


@dataclass(frozen=True)
class Outline:
    """What a day shows, as plain values: equal ones show the same, but for the name and what is published.

    ``moments`` and ``classes`` are as a rule the same for a whole class; ``aside``, what is due and the points, is not.
    ``going_on`` says for how many minutes the items with these keys have been.
    """

    moments: list[tuple[Any, ...]]
    going_on: dict[int, int]
    classes: tuple[Any, ...]
    aside: tuple[Any, ...]


@dataclass
class Today:
    """Everything on a learner's dashboard."""

    moments: list[Moment] = field(default_factory=list)
    surveys: list[FeedbackSurvey] = field(default_factory=list)
    lessons: list[StartedLesson] = field(default_factory=list)
    classes: list[TrainingClassPage] = field(default_factory=list)
    offers: list[Enrollment] = field(default_factory=list)
    current_class: TrainingClassPage | None = None
    points: Decimal | None = None

    @property
    def due_count(self) -> int:
        """How many things wait to be finished."""
        return len(self.surveys) + len(self.lessons)


def today_of(user: User, *, now: datetime.datetime | None = None, language: str = "") -> Today:
    """Collect the day of ``user``: timetable in each class's own zone, open surveys, started lessons, points."""
    now = now or timezone.now()
    classes = first_classes_open_to(user)
    settle_zones(classes)
    today = Today(classes=classes)
    running = {one.pk: one for one in classes if one.starts_on <= now.astimezone(one.zone).date() <= one.ends_on}
    today.current_class = next(iter(running.values()), None)
    today.moments = _moments(running, now)
    today.surveys = surveys_due.all(learner=user.pk, now=now)[:SURVEYS_SHOWN]
    today.offers = standing_offers.all(learner=user.pk, now=now)
    today.lessons = _started_lessons(user, language)
    shown = today.current_class or (classes[0] if classes else None)
    if shown is not None and is_on_roster(user, shown):
        today.current_class = shown
        today.points = total_of(user, shown)
    return today


def outline_of(user: User, *, now: datetime.datetime) -> Outline:
    """Return all that ``today_of`` tells, without loading what it tells it with."""
    classes = first_classes_open_to(user)
    settle_zones(classes)
    day, moments, going_on = datetime.timedelta(days=1), [], {}
    running = {one.pk: one.zone for one in classes if one.starts_on <= now.astimezone(one.zone).date() <= one.ends_on}
    for row in moments_between.all(classes=sorted(running), after=now - day, before=now + day) if running else ():
        starts_at, ends_at, zone = row[0], row[1], running[row[2]]
        if starts_at.astimezone(zone).date() == now.astimezone(zone).date():
            state, minutes = state_at(starts_at, ends_at, now)
            moments.append((*row, str(zone), state))
            going_on.update({row[3]: minutes} if state == "now" else {})
    shown = next(iter(running), classes[0].pk if classes else 0)
    is_learner = place_on_roster.exists(learner=user.pk, training_class=shown)
    shown_classes = (
        [(one.pk, one.title, one.starts_on, one.ends_on, one.pk in running) for one in classes],
        standing_offers.raw(learner=user.pk, now=now),
        is_learner,
    )
    aside = (
        surveys_due.raw(learner=user.pk, now=now),
        lessons_begun.raw(learner=user.pk),
        (shown, ledger_total.raw(learner=user.pk, training_class=shown)) if is_learner else None,
    )
    return Outline(moments, going_on, shown_classes, aside)


def _moments(classes: dict[int, TrainingClassPage], now: datetime.datetime) -> list[Moment]:
    """What is on the timetables of ``classes`` on this day where each is held, in the order of time. One query."""
    if not classes:
        return []
    day = datetime.timedelta(days=1)
    moments = []
    for item in items_between.all(classes=sorted(classes), after=now - day, before=now + day):
        training_class = classes[item.training_class_id]
        zone = training_class.zone
        if item.starts_at.astimezone(zone).date() == now.astimezone(zone).date():
            moments.append(_moment(item, training_class, zone, now))
    return moments


def _moment(item: TimetableItem, training_class: TrainingClassPage, zone: ZoneInfo, now: datetime.datetime) -> Moment:
    state, minutes = state_at(item.starts_at, item.ends_at, now)
    return Moment(item, training_class, state, zone, minutes)


def _started_lessons(user: User, language: str) -> list[StartedLesson]:
    """Lessons that were begun and not finished, in the reader's language where there is one."""
    rows = lessons_begun.all(learner=user.pk)
    pages: dict[Any, LessonPage] = {}
    keys = [key for key, _percent in rows]
    for page in lessons_with.all(keys=keys):
        if page.translation_key not in pages or page.locale.language_code == language:
            pages[page.translation_key] = page
    return [StartedLesson(pages[key], percent) for key, percent in rows if key in pages]


@prepared
def items_between(classes: list[int], after: datetime.datetime, before: datetime.datetime) -> QuerySet[TimetableItem]:
    """What is on the timetables of the classes with these keys, in the order of time, with its pages."""
    items = TimetableItem.objects.filter(training_class_id__in=classes, starts_at__gt=after, starts_at__lt=before)
    return items.select_related("page").order_by("starts_at", "ends_at", "pk")


@prepared
def moments_between(
    classes: list[int], after: datetime.datetime, before: datetime.datetime
) -> QuerySet[TimetableItem, Any]:
    """What ``items_between`` tells of each item."""
    items = items_between(classes=classes, after=after, before=before).select_related(None)
    return items.values_list("starts_at", "ends_at", "training_class_id", "pk", "title", "room", "kind", "page_id")


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
