"""Recording who has arrived. What may follow on what stands in ``arrival_edges``."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes import events
from classes.actions.life.arrival_edges import RECORD, UNDO, Attempt, Condition
from classes.life.tools import ARRIVAL
from classes.models import Arrival, ArrivalWay, Enrollment
from classes.models.life.arrival import REASON_LENGTH
from classes.permissions import may_act_in
from classes.queries.life.arrivals import has_arrived, last_arrival
from people.models import User
from schoolhouse.refusals import Refusal


@transaction.atomic
def record_arrival(*, enrollment: Enrollment, by: User, way: str = ArrivalWay.LIST) -> Arrival:
    """Record that a learner has arrived; for one who is here already, return the entry that says so.

    Raises ``Refusal`` for who neither runs the class nor has the duty, and long before or after the class.
    """
    enrollment = _locked(enrollment, by)
    last = last_arrival(enrollment)
    if last is not None and has_arrived(last):
        return last
    attempt = Attempt(enrollment.training_class, enrollment, last, timezone.now())
    _check(attempt, RECORD)
    entry = _append(attempt, by, way=way)
    _tell(events.arrived, entry, by)
    return entry


@transaction.atomic
def undo_arrival(*, entry: Arrival, reason: str, by: User) -> Arrival:
    """Say on the same day that ``entry`` was a mistake; undone already, it stays as it is.

    Returns the new last entry. Raises ``Refusal``.
    """
    enrollment = _locked(entry.enrollment, by)
    last = last_arrival(enrollment)
    if last is None or last.pk != entry.pk or not has_arrived(last):
        if last is not None and last.undoes_id == entry.pk:
            return last
        raise Refusal(_("This entry is no longer the last one."), code="not_last")
    reason = " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH]
    attempt = Attempt(enrollment.training_class, enrollment, last, timezone.now(), reason)
    _check(attempt, UNDO)
    undone = _append(attempt, by, undoes=entry, reason=reason)
    _tell(events.arrival_undone, undone, by)
    return undone


def _locked(enrollment: Enrollment, by: User) -> Enrollment:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("training_class", "learner")
    enrollment = rows.get(pk=enrollment.pk)
    if not may_act_in(by, enrollment.training_class, ARRIVAL):
        raise Refusal(_("You do not record arrivals in this class today."), code="forbidden", status=403)
    return enrollment


def _check(attempt: Attempt, conditions: tuple[Condition, ...]) -> None:
    for condition in conditions:
        if (said := condition(attempt)) is not None:
            raise Refusal(said, code=condition.__name__, status=400)


def _append(attempt: Attempt, by: User, **fields: Any) -> Arrival:
    number = attempt.last.number + 1 if attempt.last else 1
    return Arrival.objects.create(enrollment=attempt.enrollment, number=number, by=by, at=attempt.now, **fields)


def _tell(event: Any, entry: Arrival, by: User) -> None:
    training_class = entry.enrollment.training_class
    data = {
        "enrollment": entry.enrollment.public_id,
        "training_class": training_class.public_id,
        "learner": entry.enrollment.learner.public_id,
        "at": entry.at,
        "by": by.public_id,
    }
    organization = training_class.organization
    event.send(data=data, organization=organization.public_id if organization else None)
