"""What a person has before them today."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TrainingClassPage
from classes.queries.membership import classes_open_to
from classes.queries.offers import offers_for
from evaluations.models import FeedbackSurvey
from evaluations.queries.points import total_of
from evaluations.queries.survey import due_surveys
from lessons.models import LessonPage, LessonProgress, ProgressState
from people.models import User

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
    def is_evening(self) -> bool:
        """Whether it belongs to the evening's light."""
        return self.item.kind == TimetableItemKind.FORUM_EVENING


@dataclass(frozen=True)
class StartedLesson:
    """A lesson to go on with."""

    page: LessonPage
    percent: int


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
    classes = list(classes_open_to(user)[:20])
    today = Today(classes=classes)
    for training_class in classes:
        zone = training_class.zone
        day = now.astimezone(zone).date()
        if training_class.starts_on <= day <= training_class.ends_on:
            today.current_class = today.current_class or training_class
            today.moments += _moments(training_class, zone, day, now)
    today.moments.sort(key=lambda moment: moment.item.starts_at)
    today.surveys = list(due_surveys(user)[:10])
    today.offers = list(offers_for(user))
    today.lessons = _started_lessons(user, language)
    shown = today.current_class or (classes[0] if classes else None)
    if shown is not None and shown.enrollments.filter(learner=user).exists():
        today.current_class = shown
        today.points = total_of(user, shown)
    return today


def _moments(
    training_class: TrainingClassPage, zone: ZoneInfo, day: datetime.date, now: datetime.datetime
) -> list[Moment]:
    start = datetime.datetime.combine(day, datetime.time.min, tzinfo=zone)
    items: QuerySet[TimetableItem] = training_class.timetable_items.filter(
        starts_at__gte=start, starts_at__lt=start + datetime.timedelta(days=1)
    ).select_related("page")
    return [_moment(item, training_class, zone, now) for item in items]


def _moment(item: TimetableItem, training_class: TrainingClassPage, zone: ZoneInfo, now: datetime.datetime) -> Moment:
    if now >= item.ends_at:
        return Moment(item, training_class, "done", zone)
    if now >= item.starts_at:
        since = int((now - item.starts_at).total_seconds() // 60)
        return Moment(item, training_class, "now", zone, since)
    return Moment(item, training_class, "coming", zone)


def _started_lessons(user: User, language: str) -> list[StartedLesson]:
    """Lessons that were begun and not finished, in the reader's language where there is one."""
    rows: list[Any] = list(
        LessonProgress.objects.filter(learner=user, state=ProgressState.STARTED)
        .order_by("-updated_at")
        .values_list("translation_key", "percent")[:STARTED_LESSONS]
    )
    pages: dict[Any, LessonPage] = {}
    keys = [key for key, _percent in rows]
    for page in LessonPage.objects.live().filter(translation_key__in=keys).select_related("locale"):
        if page.translation_key not in pages or page.locale.language_code == language:
            pages[page.translation_key] = page
    return [StartedLesson(pages[key], percent) for key, percent in rows if key in pages]
