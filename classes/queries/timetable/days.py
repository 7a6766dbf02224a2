"""The timetable as it is read: by day, in the class's own time zone."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from wagtail.models import Page

from classes.models import TimetableItem, TrainingClassPage
from schoolhouse.leftovers.orphans import without_orphans


@dataclass(frozen=True)
class Moment:
    """An item of the timetable.

    ``state`` is ``done``, ``now``, ``coming`` or ``cancelled``; ``page`` is there only when it can be read.
    """

    item: TimetableItem
    state: str
    page: Page | None = None
    minutes_since_start: int = 0

    @property
    def title(self) -> str:
        """The item's own title, else its page's, else its kind."""
        return self.item.title or (self.page.title if self.page else str(self.item.kind_label))

    @property
    def is_evening(self) -> bool:
        """Whether it belongs to the evening's light."""
        return self.item.shown_as.is_evening


@dataclass(frozen=True)
class Day:
    """One day of the timetable; ``number`` counts from 1 at the class's first day."""

    date: datetime.date
    number: int
    is_today: bool = False
    is_past: bool = False
    moments: list[Moment] = field(default_factory=list)


def days_of(training_class: TrainingClassPage, *, zone: ZoneInfo, now: datetime.datetime) -> list[Day]:
    """Return the days of the timetable in order; works on a page that is not saved yet, too. Two queries at most."""
    items = sorted(training_class.timetable_items.all(), key=lambda item: (item.starts_at, item.ends_at))
    pages = pages_of(items)
    today = now.astimezone(zone).date()
    days = []
    for date, moments in groupby(items, key=lambda item: item.starts_at.astimezone(zone).date()):
        number = (date - training_class.starts_on).days + 1
        shown = [moment_of(item, pages.get(item.page_id or 0), now) for item in moments]
        days.append(Day(date, number, date == today, date < today, shown))
    return days


def pages_of(items: Iterable[TimetableItem]) -> dict[int, Page]:
    """Return the published pages that ``items`` lead to, by key. One query."""
    wanted = {item.page_id for item in items if item.page_id}
    return {page.pk: page for page in without_orphans(Page.objects.live().filter(pk__in=wanted))} if wanted else {}


def moment_of(item: TimetableItem, page: Page | None, now: datetime.datetime) -> Moment:
    """Say how ``item`` stands to ``now``."""
    state, minutes = state_at(item.starts_at, item.ends_at, now, cancelled=item.is_cancelled)
    return Moment(item, state, page, minutes)


def state_at(
    starts_at: datetime.datetime, ends_at: datetime.datetime, now: datetime.datetime, *, cancelled: bool = False
) -> tuple[str, int]:
    """Say how something stands to ``now``, and for how many minutes it has been going on."""
    if cancelled:
        return "cancelled", 0
    if now >= ends_at:
        return "done", 0
    if now >= starts_at:
        return "now", int((now - starts_at).total_seconds() // 60)
    return "coming", 0


def today_first(days: list[Day]) -> tuple[list[Day], list[Day]]:
    """Split ``days`` into those to show, today first, and those that are over; a class that is over shows all."""
    ahead = [day for day in days if not day.is_past]
    return (ahead, [day for day in days if day.is_past]) if ahead else (days, [])
