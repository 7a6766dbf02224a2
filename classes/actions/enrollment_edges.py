"""The edges between the states of an enrollment: who may take them, and what stands in the way.

Each row of ``EDGES`` is one act. ``NEW`` is the state of somebody who is not on the roster yet. A condition answers
with the sentence that explains a refusal, or with nothing.

    act          from                                    to          who        conditions
    enroll       new waiting offered declined withdrawn  enrolled    staff      a seat, or over the seats on purpose
    self_enroll  new declined withdrawn                  enrolled    learner    open, visible, not taken out, a seat
    join_queue   new declined withdrawn                  waiting     learner    open, visible, not taken out, no seat
    offer        waiting                                 offered     software   a seat
    accept       offered                                 enrolled    learner    in time
    decline      offered                                 declined    learner
    lapse        offered                                 declined    software   too late
    dismiss      waiting offered                         declined    staff
    leave        waiting enrolled                        withdrawn   learner    own enrollment, or still waiting
    withdraw     waiting offered enrolled                withdrawn   staff
    complete     enrolled                                completed   staff      the class has begun
    reinstate    declined withdrawn completed            enrolled    staff      a seat, or over the seats on purpose
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.models import Enrollment, EnrollmentMode, EnrollmentState, TrainingClassPage
from classes.permissions import may_run_class
from people.audience import may_see
from people.models import User
from schoolhouse.edges import NEW, Edge

WAITING, OFFERED, ENROLLED = EnrollmentState.WAITING, EnrollmentState.OFFERED, EnrollmentState.ENROLLED
DECLINED, WITHDRAWN, COMPLETED = EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN, EnrollmentState.COMPLETED


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the class."""

    training_class: TrainingClassPage
    learner: User
    enrollment: Enrollment | None
    by: User | None
    now: datetime.datetime
    seats_free: int
    over_seats: bool = False

    @property
    def state(self) -> str:
        """The present state, ``NEW`` for somebody who is not on the roster."""
        return self.enrollment.state if self.enrollment else NEW


def by_staff(attempt: Attempt) -> bool:
    """Whoever runs the class."""
    return attempt.by is not None and may_run_class(attempt.by, attempt.training_class)


def by_learner(attempt: Attempt) -> bool:
    """The learner themselves."""
    return attempt.by is not None and attempt.by.is_active and attempt.by.pk == attempt.learner.pk


def by_software(attempt: Attempt) -> bool:
    """Nobody: the waiting list moves by itself."""
    return attempt.by is None


def is_visible(attempt: Attempt) -> str | None:
    """The class is published and the learner may know of it."""
    known = attempt.training_class.live and (attempt.enrollment or may_see(attempt.learner, attempt.training_class))
    return None if known else _("This class is not open to you.")


def takes_learners(attempt: Attempt) -> str | None:
    """Learners may enroll themselves, and it is not too late."""
    training_class = attempt.training_class
    if training_class.enrollment_mode != EnrollmentMode.OPEN:
        return _("The class teacher enrolls learners into this class. Ask there.")
    if training_class.is_over:
        return _("This class is over.")
    closes = training_class.enrollment_closes_at
    return _("Enrollment has closed.") if closes is not None and attempt.now >= closes else None


def was_not_taken_out(attempt: Attempt) -> str | None:
    """Who was taken out by the class's staff does not come back by themselves."""
    if attempt.state != WITHDRAWN or attempt.enrollment is None:
        return None
    last = attempt.enrollment.transitions.order_by("-pk").first()
    if last is None or last.by_id == attempt.learner.pk:
        return None
    return _("You were taken out of this class. Ask the class teacher to take you back.")


def has_seat(attempt: Attempt) -> str | None:
    """A seat is free."""
    return None if attempt.seats_free > 0 else _("Every seat is taken.")


def has_seat_or_squeezes(attempt: Attempt) -> str | None:
    """A seat is free, or is this person's already, or staff goes over the seats on purpose."""
    if attempt.over_seats or attempt.seats_free > 0 or attempt.state in (OFFERED, COMPLETED):
        return None
    return _("Every seat is taken. Raise the number of seats, or enroll beyond them.")


def is_full(attempt: Attempt) -> str | None:
    """There is nothing to wait for while a seat is free."""
    return _("A seat is free.") if attempt.seats_free > 0 else None


def is_in_time(attempt: Attempt) -> str | None:
    """The offered seat is still kept."""
    expires = attempt.enrollment.offer_expires_at if attempt.enrollment else None
    if expires is not None and attempt.now < expires:
        return None
    return _("The offer has run out, and the seat went to the next in line.")


def is_too_late(attempt: Attempt) -> str | None:
    """The offered seat was kept long enough."""
    return _("The offer still stands.") if is_in_time(attempt) is None else None


def may_leave_alone(attempt: Attempt) -> str | None:
    """Who enrolled themselves may leave until the class is over; who was sent asks the class teacher."""
    if attempt.state == WAITING:
        return None
    if attempt.training_class.enrollment_mode != EnrollmentMode.OPEN:
        return _("Your class teacher enrolled you. Ask there if you cannot come.")
    return _("This class is over.") if attempt.training_class.is_over else None


def has_begun(attempt: Attempt) -> str | None:
    """Nobody completes a class before its first day."""
    today = attempt.now.astimezone(attempt.training_class.zone).date()
    return _("This class has not begun yet.") if today < attempt.training_class.starts_on else None


_OPEN = (is_visible, takes_learners, was_not_taken_out)
EDGES: dict[str, Edge[Attempt, EnrollmentState]] = {
    "enroll": Edge.of("new waiting offered declined withdrawn", ENROLLED, by_staff, has_seat_or_squeezes),
    "self_enroll": Edge.of("new declined withdrawn", ENROLLED, by_learner, *_OPEN, has_seat),
    "join_queue": Edge.of("new declined withdrawn", WAITING, by_learner, *_OPEN, is_full),
    "offer": Edge.of("waiting", OFFERED, by_software, has_seat),
    "accept": Edge.of("offered", ENROLLED, by_learner, is_in_time),
    "decline": Edge.of("offered", DECLINED, by_learner),
    "lapse": Edge.of("offered", DECLINED, by_software, is_too_late),
    "dismiss": Edge.of("waiting offered", DECLINED, by_staff),
    "leave": Edge.of("waiting enrolled", WITHDRAWN, by_learner, may_leave_alone),
    "withdraw": Edge.of("waiting offered enrolled", WITHDRAWN, by_staff),
    "complete": Edge.of("enrolled", COMPLETED, by_staff, has_begun),
    "reinstate": Edge.of("declined withdrawn completed", ENROLLED, by_staff, has_seat_or_squeezes),
}
