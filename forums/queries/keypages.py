"""Pages found by key, in either direction: no page ever counts rows that it skips."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

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
