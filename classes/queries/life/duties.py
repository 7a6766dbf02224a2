"""Offices, and who is on duty when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from classes.models import ClassOffice, DutyShift, TrainingClassPage
from classes.permissions import INSIDE_STATES
from classes.queries.life.version import life_version
from foundation.fragments import kept_value
from schoolhouse.extension_points import ClassDuty, Extension, class_duties
from schoolhouse.faults import shielded


@dataclass
class DutyOf:
    """A duty on one day with the shifts of those who have it."""

    name: str
    label: Any
    shifts: list[DutyShift] = field(default_factory=list)


@dataclass(frozen=True)
class DutyDay:
    """One day of the duty roster; only the duties that somebody has."""

    date: datetime.date
    is_today: bool
    duties: list[DutyOf]


def duties_in(training_class: TrainingClassPage) -> list[Extension[ClassDuty]]:
    """Return the duties that are switched on for a class, in order."""
    return class_duties.active(training_class)


def shifts_of(training_class: TrainingClassPage) -> QuerySet[DutyShift]:
    """The shifts of those inside a class, by day and name, with the person."""
    rows = DutyShift.objects.filter(enrollment__training_class=training_class, enrollment__state__in=INSIDE_STATES)
    return rows.select_related("enrollment__learner").order_by("date", "enrollment__learner__full_name", "pk")


def roster_of_duties(
    training_class: TrainingClassPage, days: Iterable[datetime.date], today: datetime.date
) -> list[DutyDay]:
    """Return who is on duty on each of ``days``. One query."""
    on_day: dict[datetime.date, dict[str, list[DutyShift]]] = defaultdict(lambda: defaultdict(list))
    for shift in shifts_of(training_class):
        on_day[shift.date][shift.duty].append(shift)
    known = duties_in(training_class)
    return [
        DutyDay(
            day,
            day == today,
            [DutyOf(one.name, one.value.label, on_day[day][one.name]) for one in known if on_day[day][one.name]],
        )
        for day in days
    ]


def offices_of(training_class: TrainingClassPage) -> list[ClassOffice]:
    """Return the offices of a class with their holders; one whose holder has left shows as vacant. One query."""
    offices = list(training_class.offices.select_related("holder__learner"))
    for office in offices:
        if office.holder is not None and office.holder.state not in INSIDE_STATES:
            office.holder = None
    return offices


@dataclass(frozen=True)
class Hint:
    """What a learner on duty reads: what it is called, where it is done (or nothing), what one may do."""

    label: Any
    url: str
    description: Any


def duties_today(training_class: TrainingClassPage, user_pk: int, today: datetime.date) -> tuple[str, ...]:
    """Return the names of the duties of a learner on that day, for a hint.

    Asks only after a change; what somebody may do is asked of ``classes.permissions.has_duty``.
    """

    def ask() -> dict[int, list[str]]:
        rows: dict[int, list[str]] = defaultdict(list)
        on_duty = shifts_of(training_class).filter(date=today)
        for learner, duty in on_duty.values_list("enrollment__learner_id", "duty"):
            rows[learner].append(duty)
        return dict(rows)

    names = kept_value(("classes.duties", training_class.pk, today, life_version()), ask).get(user_pk, ())
    return tuple(one.name for one in duties_in(training_class) if one.name in names) if names else ()


def hints_of(training_class: TrainingClassPage, names: Iterable[str]) -> list[Hint]:
    """Return what to say of the duties with these names."""
    found = []
    for extension in duties_in(training_class):
        if extension.name in names:
            with shielded(extension.plugin, "class_duties"):
                duty = extension.value
                found.append(Hint(duty.label, duty.url(training_class) or "", duty.description))
    return found
