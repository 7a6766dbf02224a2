"""Leaving as little as possible of rows that were deleted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = (
    "evaluations_feedbackseal",
    "evaluations_feedbackparticipation",
    "evaluations_feedbackpaperform",
    "evaluations_feedbackfile",
)
"""Where a row that was deleted would still say in which order things came in."""

_WORDS = ("OFF", "ON", "FAST")


@contextmanager
def overwritten() -> Iterator[None]:
    """Have SQLite overwrite what is deleted meanwhile with zeros; it would leave it in free pages."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        was = cursor.execute("PRAGMA secure_delete").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA secure_delete = {_WORDS[int(was)]}")


def clear_away() -> None:
    """Have PostgreSQL clear the rows that were deleted away now; nothing within a transaction, which keeps them."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM {table}")
