"""What a roll of a timetable item is about: the whole of it or its half, when that is, and what it is called."""

import datetime
from collections.abc import Mapping

from wagtail.models import Page

from classes.models import TimetableItem
from plugins.attendance.models import RollPart

LONG = datetime.timedelta(hours=5)
"""What lasts so long may be asked by half-days."""
NOON = datetime.time(12)


def parts_of(item: TimetableItem, *, halves: bool) -> list[RollPart]:
    """Return the parts of ``item`` that are called one by one; ``halves`` is what the class wants of long ones."""
    if halves and item.ends_at - item.starts_at >= LONG:
        return [RollPart.MORNING, RollPart.AFTERNOON]
    return [RollPart.WHOLE]


def times_of(item: TimetableItem, part: str, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when ``item``, or its half before or after noon in ``zone``, begins and ends.

    In UTC, so that what lies between is the time that passes, also in a night in which clocks change.
    """
    starts_at, ends_at = item.starts_at.astimezone(datetime.UTC), item.ends_at.astimezone(datetime.UTC)
    noon = datetime.datetime.combine(starts_at.astimezone(zone).date(), NOON, zone).astimezone(datetime.UTC)
    if part == RollPart.MORNING:
        return starts_at, min(ends_at, noon)
    if part == RollPart.AFTERNOON:
        return max(starts_at, noon), ends_at
    return starts_at, ends_at


def title_of(item: TimetableItem, pages: Mapping[int, Page]) -> str:
    """Return what ``item`` is called: by its own title, its page's, or its kind's."""
    page = pages.get(item.page_id or 0)
    return item.title or (page.title if page else str(item.kind_label))
