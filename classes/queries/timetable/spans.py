"""Stretches of days that a timetable shows: a day, a week from Monday, a month."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from classes.queries.timetable.entries import Entry

VIEWS = ("day", "week", "month")
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
NOON, EVENING = datetime.time(12), datetime.time(18)


@dataclass(frozen=True)
class Span:
    """What ``?view=`` and ``?on=`` ask for; ``first`` and ``last`` are its days."""

    view: str
    on: datetime.date

    @property
    def first(self) -> datetime.date:
        """The first day."""
        if self.view == "week":
            return self.on - datetime.timedelta(days=self.on.weekday())
        return self.on.replace(day=1) if self.view == "month" else self.on

    @property
    def last(self) -> datetime.date:
        """The last day."""
        if self.view == "week":
            return self.first + datetime.timedelta(days=6)
        if self.view == "month":
            return self.on.replace(day=calendar.monthrange(self.on.year, self.on.month)[1])
        return self.on

    @property
    def previous(self) -> datetime.date:
        """A day of the stretch before; of a month its first."""
        before = self.first - datetime.timedelta(days=1)
        return before.replace(day=1) if self.view == "month" else before if self.view == "day" else self._week(-1)

    @property
    def next(self) -> datetime.date:
        """A day of the stretch after; of a month its first."""
        return self._week(1) if self.view == "week" else self.last + datetime.timedelta(days=1)

    def _week(self, number: int) -> datetime.date:
        return self.on + datetime.timedelta(weeks=number)


@dataclass(frozen=True)
class SpanDay:
    """A day with what is on it, and in which part of it."""

    date: datetime.date
    is_today: bool = False
    is_other_month: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, list[Entry]]]:
        """The morning, the afternoon and the evening, by when things begin."""
        parts: dict[str, list[Entry]] = {"morning": [], "afternoon": [], "evening": []}
        for entry in self.entries:
            time = entry.starts.time()
            parts["morning" if time < NOON else "afternoon" if time < EVENING else "evening"].append(entry)
        return list(parts.items())


def span_from(view: str, on: str, today: datetime.date) -> Span | None:
    """Read a stretch from an address: the present week where nothing is asked; ``None`` for what does not exist."""
    try:
        day = datetime.date.fromisoformat(on) if on else today
    except ValueError:
        return None
    wanted = view or "week"
    return Span(wanted, day) if wanted in VIEWS and EARLIEST <= day <= LATEST else None


def days_in(span: Span, entries: Iterable[Entry], today: datetime.date) -> list[SpanDay]:
    """Return the days of ``span``, of a month in whole weeks, with their entries."""
    first, last = span.first, span.last
    if span.view == "month":
        first -= datetime.timedelta(days=first.weekday())
        last += datetime.timedelta(days=6 - last.weekday())
    by_day: dict[datetime.date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.starts.date(), []).append(entry)
    days = (first + datetime.timedelta(days=number) for number in range((last - first).days + 1))
    return [
        SpanDay(day, day == today, not span.first <= day <= span.last, by_day.get(day, []) if _in(span, day) else [])
        for day in days
    ]


def _in(span: Span, day: datetime.date) -> bool:
    return span.first <= day <= span.last
