"""A hit: as much of a thing that was found as counting and sorting need."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

MOST = 500
"""The most hits of one kind that are counted and can be paged through."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``path`` is its place in the page tree, or that of its forum; people have none."""

    kind: str
    pk: int
    title: str
    rank: float = 0.0
    at: datetime.datetime | None = None
    path: str = ""
    category: str | None = None
    level: str | None = None
    forum: int | None = None
    has_title: bool = False


def moment(value: Any) -> datetime.datetime | None:
    """Return a date or moment as a moment."""
    if value is None or isinstance(value, datetime.datetime):
        return value
    return timezone.make_aware(datetime.datetime.combine(value, datetime.time()))


def best_first(hit: Hit) -> tuple[Any, ...]:
    """Sort by how well a hit fits: what bears the words as its title, then the rank, then the newest."""
    return (not hit.has_title, -hit.rank, *newest_first(hit))


def newest_first(hit: Hit) -> tuple[Any, ...]:
    """Sort the newest first, what has no date last."""
    return (hit.at is None, -hit.at.timestamp() if hit.at else 0, -hit.pk)
