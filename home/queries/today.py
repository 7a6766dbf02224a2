"""What a person has before them today."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Page

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TrainingClassPage
from classes.queries.catalogue import settle_zones
from classes.queries.membership import classes_open_to
from classes.queries.offers import offers_for
from evaluations.models import FeedbackSurvey
from evaluations.queries.points import total_of
from evaluations.queries.survey import due_surveys
from lessons.models import LessonPage, LessonProgress, ProgressState
from people.models import User
from people.queries.ownership import with_owner

CLASSES_SHOWN = 20
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
    classes = list(with_owner(classes_open_to(user))[:CLASSES_SHOWN])
    settle_zones(classes)
    today = Today(classes=classes)
    running = {one.pk: one for one in classes if one.starts_on <= now.astimezone(one.zone).date() <= one.ends_on}
    today.current_class = next(iter(running.values()), None)
    today.moments = _moments(running, now)
    today.surveys = list(due_surveys(user)[:10])
    today.offers = list(offers_for(user))
    today.lessons = _started_lessons(user, language)
    shown = today.current_class or (classes[0] if classes else None)
    if shown is not None and shown.enrollments.filter(learner=user).exists():
        today.current_class = shown
        today.points = total_of(user, shown)
    return today


def _moments(classes: dict[int, TrainingClassPage], now: datetime.datetime) -> list[Moment]:
    """What is on the timetables of ``classes`` on this day where each is held, in the order of time. One query."""
    if not classes:
        return []
    day = datetime.timedelta(days=1)
    items = TimetableItem.objects.filter(
        training_class__in=classes, starts_at__gt=now - day, starts_at__lt=now + day
    ).select_related("page")
    moments = []
    for item in items.order_by("starts_at", "ends_at", "pk"):
        training_class = classes[item.training_class_id]
        zone = training_class.zone
        if item.starts_at.astimezone(zone).date() == now.astimezone(zone).date():
            moments.append(_moment(item, training_class, zone, now))
    return moments


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
