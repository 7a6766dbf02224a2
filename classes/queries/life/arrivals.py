"""Who has arrived."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import Case, DateTimeField, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone

from classes.models import Arrival, Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.queries.contacts import owner_of_code

WORDS_LENGTH = 300
"""What is typed or scanned: the address on a slip is the longest."""


def last_entries() -> QuerySet[Arrival]:
    """The last entry of the enrollment in the outer query."""
    return Arrival.objects.filter(enrollment=OuterRef("pk")).order_by("-number")


def arrived_at() -> Subquery:
    """When the enrollment in the outer query arrived, ``None`` for who has not, as the last entry says."""
    standing = Case(When(undoes__isnull=True, then=F("at")), default=None, output_field=DateTimeField())
    return Subquery(last_entries().values_list(standing)[:1], output_field=DateTimeField())


@dataclass(frozen=True)
class DeskRow:
    """Somebody on the list of the arrival desk; what was recorded on another day can no longer be undone."""

    enrollment: Enrollment
    arrived_at: datetime.datetime | None
    entry: Any
    by: str
    may_undo: bool = False


@dataclass(frozen=True)
class Desk:
    """The arrival desk: who is shown, and the counts of the whole class."""

    missing: Sequence[DeskRow]
    here: Sequence[DeskRow]
    arrived: int
    total: int
    by_slip: bool = False

    @property
    def absent(self) -> int:
        """How many of the class have not come yet."""
        return self.total - self.arrived


def desk_of(training_class: TrainingClassPage, words: str = "") -> Desk:
    """Return the list of the desk, narrowed by what was typed or scanned: missing ones first, then the latest.

    ``words`` may be part of a name or an organization, an account name, the end of a phone number, or a printed slip's
    code or address. Two queries at most.
    """
    words = words.strip()[:WORDS_LENGTH]
    owner = owner_of_code(_code_in(words)) if words else None
    everybody = list(seats_at_desk(training_class))
    today, zone = timezone.now().astimezone(training_class.zone).date(), training_class.zone
    shown = [_row(one, zone, today) for one in everybody if _is_meant(one, words, owner)]
    here = [row for row in shown if row.arrived_at is not None]
    return Desk(
        missing=[row for row in shown if row.arrived_at is None],
        here=sorted(here, key=lambda row: str(row.arrived_at), reverse=True),
        arrived=sum(one.arrived_at is not None for one in everybody),  # type: ignore[attr-defined]
        total=len(everybody),
        by_slip=bool(owner is not None and shown),
    )


def seats_at_desk(training_class: TrainingClassPage) -> QuerySet[Enrollment]:
    """Those inside a class by name, each with ``arrived_at``, the last ``entry`` and who made it."""
    last = last_entries()
    rows = training_class.enrollments.filter(state__in=INSIDE_STATES)
    rows = rows.select_related("learner", "organization", "group")
    return rows.annotate(
        arrived_at=arrived_at(),
        last_entry=Subquery(last.values("public_id")[:1]),
        last_by=Subquery(last.values("by__full_name")[:1]),
    ).order_by("learner__full_name", "pk")


def _row(one: Any, zone: ZoneInfo, today: datetime.date) -> DeskRow:
    is_today = one.arrived_at is not None and one.arrived_at.astimezone(zone).date() == today
    return DeskRow(one, one.arrived_at, one.last_entry, one.last_by or "", is_today)


def _code_in(words: str) -> str:
    """Return what may be a slip's code: the words themselves, or the last part of the address that a QR holds."""
    if not re.match(r"https?://", words, re.IGNORECASE):
        return words
    return urlsplit(words).path.rstrip("/").rpartition("/")[2]


def _is_meant(row: Enrollment, words: str, owner: int | None) -> bool:
    return row.learner_id == owner if owner is not None else _matches(row, words)


def _matches(row: Enrollment, words: str) -> bool:
    return all(_fits(row, word.casefold()) for word in words.split()[:5])


def _fits(row: Enrollment, word: str) -> bool:
    learner = row.learner
    if word in learner.full_name.casefold() or word in (row.organization.name if row.organization else "").casefold():
        return True
    if (learner.account_name or "").casefold().endswith(word):
        return True
    return word.isdecimal() and len(word) >= 3 and (learner.phone or "").endswith(word)


def last_arrival(enrollment: Enrollment) -> Arrival | None:
    """Return the last entry of an enrollment, ``None`` where there is none."""
    return enrollment.arrivals.select_related("by").order_by("-number").first()


def has_arrived(entry: Arrival | None) -> bool:
    """Say whether the last entry of an enrollment says that its learner is here."""
    return entry is not None and entry.undoes_id is None
