"""Moving learners into, through and out of a class. What may follow on what stands in ``enrollment_edges``."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes import events
from classes.actions.enrollment_edges import EDGES, Attempt
from classes.closing.frozen import refuse_closed
from classes.models import Enrollment, EnrollmentState, EnrollmentTransition, TrainingClassPage
from classes.queries.catalogue import SEAT_STATES
from people.models import Organization, RoleAssignment, User
from people.roles import Role
from schoolhouse.edges import NEW
from schoolhouse.refusals import Refusal

_EVENTS = {
    EnrollmentState.ENROLLED: events.enrolled,
    EnrollmentState.WAITING: events.waiting,
    EnrollmentState.OFFERED: events.seat_offered,
    EnrollmentState.DECLINED: events.declined,
    EnrollmentState.WITHDRAWN: events.withdrawn,
    EnrollmentState.COMPLETED: events.completed,
}


@transaction.atomic
def enroll(
    *,
    training_class: TrainingClassPage,
    learner: User,
    by: User,
    organization: Organization | None = None,
    over_seats: bool = False,
    reason: str = "",
) -> Enrollment:
    """Give ``learner`` a seat, as the class's staff; ``over_seats`` also where none is left. Raises ``Refusal``."""
    training_class = lock_class(training_class)
    enrollment = _take("enroll", training_class, learner, by=by, reason=reason, over_seats=over_seats)
    if organization is not None and enrollment.organization_id is None:
        enrollment.organization = organization
        enrollment.save(update_fields=["organization"])
    return enrollment


@transaction.atomic
def self_enroll(*, training_class: TrainingClassPage, by: User) -> Enrollment:
    """Take a seat oneself, or stand in line where none is free. Raises ``Refusal``."""
    training_class = lock_class(training_class)
    offer_free_seats(training_class)
    free = seats_free(training_class) > 0
    return _take("self_enroll" if free else "join_queue", training_class, by, by=by)


@transaction.atomic
def accept_offer(*, training_class: TrainingClassPage, by: User) -> Enrollment:
    """Take the seat that was offered, while the offer stands. Raises ``Refusal``."""
    return _take("accept", lock_class(training_class), by, by=by)


@transaction.atomic
def decline(*, training_class: TrainingClassPage, by: User) -> Enrollment:
    """Say no to an offered seat; it goes to the next in line. Raises ``Refusal``."""
    return _and_move_up("decline", lock_class(training_class), by, by=by)


@transaction.atomic
def leave(*, training_class: TrainingClassPage, by: User) -> Enrollment:
    """Give up one's own seat, or one's place in line. Raises ``Refusal``."""
    return _and_move_up("leave", lock_class(training_class), by, by=by)


@transaction.atomic
def withdraw(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """Take a learner out of the class, as its staff; the seat goes to the next in line. Raises ``Refusal``."""
    training_class = lock_class(enrollment.training_class)
    return _and_move_up("withdraw", training_class, enrollment.learner, by=by, reason=reason)


@transaction.atomic
def complete(*, enrollment: Enrollment, by: User, reason: str = "") -> Enrollment:
    """Say that a learner has completed the class. Raises ``Refusal``."""
    return _take("complete", lock_class(enrollment.training_class), enrollment.learner, by=by, reason=reason)


@transaction.atomic
def complete_all(*, training_class: TrainingClassPage, by: User, but: Collection[int] = ()) -> int:
    """Say that everybody who is enrolled has completed the class, ``but`` the enrollments with these keys.

    Returns how many. Raises ``Refusal``.
    """
    training_class = lock_class(training_class)
    enrolled = training_class.enrollments.filter(state=EnrollmentState.ENROLLED).exclude(pk__in=but)
    return len([_take("complete", training_class, one.learner, by=by) for one in enrolled.select_related("learner")])


@transaction.atomic
def dismiss_queue(*, training_class: TrainingClassPage, by: User, reason: str) -> int:
    """Tell everybody who still waits for a seat that there is none. Returns how many. Raises ``Refusal``."""
    training_class = lock_class(training_class)
    waiting = training_class.enrollments.filter(state__in=(EnrollmentState.WAITING, EnrollmentState.OFFERED))
    rows = list(waiting.select_related("learner"))
    return len([_take("dismiss", training_class, one.learner, by=by, reason=reason) for one in rows])


@transaction.atomic
def reinstate(*, enrollment: Enrollment, by: User, reason: str = "", over_seats: bool = False) -> Enrollment:
    """Take a learner back who had left, declined or completed. Raises ``Refusal``."""
    training_class = lock_class(enrollment.training_class)
    return _take("reinstate", training_class, enrollment.learner, by=by, reason=reason, over_seats=over_seats)


@transaction.atomic
def move_waiting_list(*, training_class: TrainingClassPage) -> int:
    """End offers that ran out and offer free seats to those who wait longest. Returns how many offers were made.

    The software's own act: a job calls it every few minutes, and whoever frees a seat does.
    """
    try:
        training_class = lock_class(training_class)
    except Refusal:
        return 0
    now = timezone.now()
    late = training_class.enrollments.filter(state=EnrollmentState.OFFERED, offer_expires_at__lte=now)
    for enrollment in late.select_related("learner"):
        _take("lapse", training_class, enrollment.learner, by=None, reason=_("The offer ran out."))
    return offer_free_seats(training_class)


def lock_class(training_class: TrainingClassPage) -> TrainingClassPage:
    """Read the class again under a lock: one enrollment at a time decides about its seats.

    Raises ``Refusal`` for a class that is closed.
    """
    locked = TrainingClassPage.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    refuse_closed(locked)
    return locked


def seats_free(training_class: TrainingClassPage) -> int:
    """Return how many seats nobody holds; call it under the lock."""
    return training_class.seats - training_class.enrollments.filter(state__in=SEAT_STATES).count()


def offer_free_seats(training_class: TrainingClassPage) -> int:
    """Offer each free seat to whoever waits longest, until the class is over; call it under the lock."""
    free = seats_free(training_class)
    if free <= 0 or training_class.is_over or not training_class.live:
        return 0
    queue = training_class.enrollments.filter(state=EnrollmentState.WAITING, learner__is_active=True)
    first = list(queue.select_related("learner").order_by("state_changed_at", "pk")[:free])
    for enrollment in first:
        _take("offer", training_class, enrollment.learner, by=None)
    return len(first)


def _and_move_up(
    act: str, training_class: TrainingClassPage, learner: User, *, by: User, reason: str = ""
) -> Enrollment:
    enrollment = _take(act, training_class, learner, by=by, reason=reason)
    offer_free_seats(training_class)
    return enrollment


def _take(
    act: str,
    training_class: TrainingClassPage,
    learner: User,
    *,
    by: User | None,
    reason: str = "",
    over_seats: bool = False,
) -> Enrollment:
    """Follow one edge under the lock of the class: check, write, append to the history, tell."""
    edge, now = EDGES[act], timezone.now()
    enrollment = training_class.enrollments.filter(learner=learner).first()
    attempt = Attempt(training_class, learner, enrollment, by, now, seats_free(training_class), over_seats)
    before = attempt.state
    edge.check(
        attempt,
        state=before,
        not_yours=_("You may not do this in this class."),
        wrong_state=_refused_state(before),
    )
    enrollment = enrollment or Enrollment(
        training_class=training_class, learner=learner, organization=_organization_of(learner)
    )
    _write(enrollment, before, edge.target, by=by, now=now, reason=reason)
    return enrollment


def _write(
    enrollment: Enrollment,
    before: str,
    target: EnrollmentState,
    *,
    by: User | None,
    now: datetime.datetime,
    reason: str,
) -> None:
    enrollment.state, enrollment.state_changed_at = target, now
    training_class = enrollment.training_class
    hours = datetime.timedelta(hours=training_class.offer_hours)
    enrollment.offer_expires_at = now + hours if target == EnrollmentState.OFFERED else None
    enrollment.save()
    EnrollmentTransition.objects.create(
        enrollment=enrollment, from_state=before, to_state=target, by=by, reason=reason[:250]
    )
    tell(training_class=training_class, changed=[(enrollment, before)], by=by)


def tell(*, training_class: TrainingClassPage, changed: Sequence[tuple[Enrollment, str]], by: User | None) -> None:
    """Send the event of each enrollment's present state, to which it came from the given one; in bulk."""
    learners = {enrollment.learner_id for enrollment, _before in changed}
    names = dict(User.objects.filter(pk__in=learners).values_list("pk", "public_id"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for enrollment, before in changed:
        data = {
            "enrollment": enrollment.public_id,
            "training_class": training_class.public_id,
            "learner": names[enrollment.learner_id],
            "from_state": before,
            "by": by.public_id if by else None,
        }
        if enrollment.state == EnrollmentState.OFFERED:
            data["offer_expires_at"] = enrollment.offer_expires_at
        rows.setdefault(enrollment.state, []).append(data)
    organization = training_class.organization
    for state, data_of_state in rows.items():
        _EVENTS[EnrollmentState(state)].send_many(
            data_of_state, organization=organization.public_id if organization else None
        )


def _refused_state(state: str) -> str:
    if state == NEW:
        return _("This person is not on the roster.")
    return _("This cannot be done now: the enrollment stands at “%(state)s”.") % {"state": EnrollmentState(state).label}


def _organization_of(learner: User) -> Organization | None:
    """Return where the person learns: the organization of their first role as a learner."""
    held = RoleAssignment.objects.filter(user=learner, role=Role.LEARNER).select_related("organization")
    first = held.order_by("created_at", "pk").first()
    return first.organization if first else None
