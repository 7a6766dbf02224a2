"""Putting learners on duty for a day."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from classes.actions.life.arrival_edges import EARLIEST
from classes.actions.life.groups import lock_to_run
from classes.models import DutyShift, TrainingClassPage
from classes.permissions import INSIDE_STATES
from classes.queries.life.version import renew_life
from people.models import User
from schoolhouse.activation import is_active
from schoolhouse.extension_points import class_duties
from schoolhouse.refusals import Refusal


@transaction.atomic
def give_duty(
    *, training_class: TrainingClassPage, date: datetime.date, duty: str, enrollments: Iterable[uuid.UUID], by: User
) -> int:
    """Put learners, by the public id of their enrollments, on ``duty`` for a day of the class.

    Who has it already keeps it. Returns how many have it newly. Raises ``Refusal``.
    """
    training_class = lock_to_run(training_class, by)
    found = class_duties.extension(duty)
    if found is None or not is_active(found.plugin, training_class):
        raise Refusal(_("There is no such duty in this class."), code="no_such_duty", status=400)
    if date not in days_for_duty(training_class):
        raise Refusal(_("Duties are for the days of the class, and the day before."), code="wrong_day", status=400)
    seats = training_class.enrollments.filter(public_id__in=list(enrollments), state__in=INSIDE_STATES)
    new = seats.exclude(duty_shifts__in=DutyShift.objects.filter(date=date, duty=duty))
    shifts = [DutyShift(enrollment=seat, date=date, duty=duty, given_by=by) for seat in new]
    DutyShift.objects.bulk_create(shifts)
    renew_life()
    return len(shifts)


@transaction.atomic
def take_duty(*, shift: DutyShift, by: User) -> None:
    """Take a duty off somebody; what they did by it stays. Raises ``Refusal``."""
    lock_to_run(shift.enrollment.training_class, by)
    DutyShift.objects.filter(pk=shift.pk).delete()
    renew_life()


def days_for_duty(training_class: TrainingClassPage) -> list[datetime.date]:
    """Return the days of a class, and the one before, on which the desk may be open already."""
    first = training_class.starts_on - EARLIEST
    return [first + datetime.timedelta(days=number) for number in range((training_class.ends_on - first).days + 1)]
