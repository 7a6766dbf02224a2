"""Pages found by key, in either direction: no page ever counts rows that it skips."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

ROWS_PER_PAGE = 50

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """Rows; ``next`` is the key to go on from, or ``None``."""

    rows: list[Row]
    next: int | None


def key_page(
    rows: QuerySet[Row], beyond: int | None = None, *, oldest_first: bool = False, size: int = ROWS_PER_PAGE
) -> KeyPage[Row]:
    """Return the ``size`` rows beyond a key, the latest first unless told otherwise. One query, beside prefetches."""
    if beyond is not None:
        rows = rows.filter(pk__gt=beyond) if oldest_first else rows.filter(pk__lt=beyond)
    found = list(rows.order_by("pk" if oldest_first else "-pk")[: size + 1])
    return KeyPage(found[:size], found[size - 1].pk if len(found) > size else None)


class Place(NamedTuple):
    """The last row of a page, in a list with the latest first and those without a time at its end."""

    at: datetime.datetime | None
    key: int
    is_pinned: bool = False

    def __str__(self) -> str:
        """Return it as an address has it, which ``place_from`` reads."""
        return f"{self.at.isoformat() if self.at else ''}_{self.key}" + ("_pinned" if self.is_pinned else "")

    def beyond(self, time: str) -> Q:
        """Return the condition for rows behind it by their field ``time``, and by key where the times are equal."""
        if self.at is None:
            return Q(**{time: None}, pk__lt=self.key)
        return Q(**{f"{time}__lt": self.at}) | Q(**{time: self.at}, pk__lt=self.key) | Q(**{time: None})

    def beyond_with_pinned(self, time: str) -> Q:
        """Return the condition of ``beyond`` for a list that begins with what is pinned."""
        behind = Q(is_pinned=self.is_pinned) & self.beyond(time)
        return behind | Q(is_pinned=False) if self.is_pinned else behind


@dataclass(frozen=True)
class PlacePage(Generic[Row]):
    """Rows; ``next`` is the place to go on from as an address has it, "" at the end."""

    rows: list[Row]
    next: str


def place_page(rows: QuerySet[Row], place_of: Callable[[Row], Place], *, size: int) -> PlacePage[Row]:
    """Return the first ``size`` of sorted ``rows``, where ``place_of`` says where one stands. One query."""
    found = list(rows[: size + 1])
    shown = found[:size]
    return PlacePage(shown, str(place_of(shown[-1])) if len(found) > len(shown) else "")


def place_from(text: str) -> Place | None:
    """Return the place that an address names, or ``None`` for anything else: the list is shown from its beginning."""
    at, _line, rest = text.partition("_")
    key, _line, mark = rest.partition("_")
    time = time_from(at)
    if (at and time is None) or mark not in ("", "pinned") or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return Place(time, int(key), bool(mark))


def time_from(text: str) -> datetime.datetime | None:
    """Return an aware time that an address or a form names, or ``None`` for anything else."""
    try:
        found = parse_datetime(text.replace(" ", "+")) if "T" in text else None
        # At both ends of the calendar there are times that no other zone has.
        return found.astimezone(datetime.UTC) if found is not None and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        return None
