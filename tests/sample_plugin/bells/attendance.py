"""Who heard a bell was there; nobody comes when the storm bell rings."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from bells.models import Bell, Heard
from schoolhouse.attendance import AttendanceRecord, AttendanceState, Excuse, HoursRecord, Sighting

STORM = "Storm"


def seen(item: Any, since: datetime.datetime) -> Iterator[Sighting]:
    """Report those of the class who heard any bell."""
    heard = Heard.objects.filter(learner__enrollments__training_class=item.training_class_id)
    for learner in heard.values_list("learner__public_id", flat=True).distinct():
        yield Sighting(learner, item.starts_at, item.ends_at, "hall", "heard the bell")


def excuses(page: Any, enrollments: Sequence[Any]) -> Iterator[Excuse]:
    """Excuse the whole class for its days where its storm bell rings."""
    if not Bell.objects.filter(training_class=page, text=STORM).exists():
        return
    starts_at = datetime.datetime.combine(page.starts_on, datetime.time(), page.zone)
    ends_at = datetime.datetime.combine(page.ends_on + datetime.timedelta(days=1), datetime.time(), page.zone)
    for enrollment in enrollments:
        yield Excuse(enrollment.pk, starts_at, ends_at, _("Storm bell"))


def records(page: Any, enrollments: Sequence[Any], items: Sequence[Any] | None = None) -> Iterator[AttendanceRecord]:
    """Hold those present who heard any bell."""
    wanted = list(page.timetable_items.all()) if items is None else items
    heard = set(Heard.objects.filter(learner__enrollments__training_class=page).values_list("learner", flat=True))
    for item in wanted:
        required = int((item.ends_at - item.starts_at).total_seconds() // 60)
        for enrollment in enrollments:
            there = enrollment.learner_id in heard
            state = AttendanceState.PRESENT if there else AttendanceState.UNVERIFIED
            yield AttendanceRecord(enrollment.pk, item.pk, state, required if there else 0, required)


def hours(page: Any, enrollments: Sequence[Any]) -> Iterator[HoursRecord]:
    """Give half an hour in their class to those who heard any bell."""
    heard = set(Heard.objects.filter(learner__enrollments__training_class=page).values_list("learner", flat=True))
    at = datetime.datetime.combine(page.starts_on, datetime.time(12), page.zone)
    for enrollment in enrollments:
        if enrollment.learner_id in heard:
            yield HoursRecord(enrollment.pk, f"bells-{page.pk}", _("Listening to bells"), Decimal("0.5"), at)
