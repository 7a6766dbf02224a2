"""The hours of one class, for whoever asks at the point ``training_hours``."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from classes.models import Enrollment
from plugins.hours.models import HoursEntry, HoursSource
from schoolhouse.attendance import HoursRecord


def hours_of(page: Any, enrollments: Sequence[Enrollment]) -> Iterator[HoursRecord]:
    """Give the standing entries for sessions of a class, by the public id of the timetable's item. One query."""
    seats = {str(row.public_id): row for row in enrollments}
    learners = {row.learner_id for row in enrollments}
    rows = HoursEntry.objects.filter(learner__in=learners, source=HoursSource.CLASS, reverses=None, reversed_by=None)
    seen = set()
    for entry in rows.filter(hours__gt=0).order_by("pk"):
        seat, _slash, item = entry.reference.partition("/")
        enrollment = seats.get(seat)
        # Of two accounts that became one, both entries stand until hours are booked anew.
        if enrollment is None or entry.reference in seen:
            continue
        seen.add(entry.reference)
        title = entry.title.removeprefix(f"{page.title} · ") or entry.title
        at = datetime.combine(entry.day, time(12), page.zone)
        yield HoursRecord(enrollment.pk, item, title, entry.hours, at)
