"""What was changed on a timetable, to who reads the class's page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from classes.models import TimetableChange, TimetableSeen, TrainingClassPage
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.models import User
from people.published import published_version

SHOWN = 30
SHOWN_FOR = datetime.timedelta(days=14)
STILL_MATTERS = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Changes:
    """The latest changes, the last first; ``unseen`` are the keys of those that the reader has not seen."""

    rows: list[TimetableChange]
    unseen: frozenset[int]

    @property
    def latest(self) -> int:
        """The key of the last one."""
        return self.rows[0].pk


def changes_for(
    user: User | AnonymousUser, training_class: TrainingClassPage, now: datetime.datetime
) -> Changes | None:
    """Return the changes of the last days that still matter; ``None``, without a query, where there are none."""
    rows = [row for row in _latest(training_class) if _matters(row, now)]
    if not rows or not user.is_authenticated:
        return None
    (seen,) = seen_up_to.first(person=user.pk, training_class=training_class.pk) or (0,)
    return Changes(rows, frozenset(row.pk for row in rows if row.pk > seen))


def _latest(training_class: TrainingClassPage) -> list[TimetableChange]:
    def ask() -> list[TimetableChange]:
        return list(TimetableChange.objects.filter(training_class=training_class.pk).order_by("-pk")[:SHOWN])

    return kept_value(("classes.timetable_changes", training_class.pk, published_version()), ask)


def _matters(row: TimetableChange, now: datetime.datetime) -> bool:
    until = max(row.ends_at, row.was_ends_at or row.ends_at)
    return now - row.at < SHOWN_FOR and now - until < STILL_MATTERS


@prepared
def seen_up_to(person: int, training_class: int) -> QuerySet[TimetableSeen, tuple[Any]]:
    """The key of the last change of a class that somebody has seen."""
    rows = TimetableSeen.objects.filter(person_id=person, training_class_id=training_class)
    return rows.values_list("change_id")[:1]
