"""The edges between the states of leave: who may take them, and what stands in the way.

Each row of ``EDGES`` is one act. ``NEW`` is leave that does not exist yet. A condition answers with the sentence that
explains a refusal, or with nothing.

    act          from                          to             who                  conditions
    begin        new                           draft          learner              inside the class
    write        draft                         draft          learner              inside the class
    submit       draft                         submitted      learner              class open, inside, in time, sessions
    endorse      submitted                     endorsed       endorser, approver   class open, it asks for it
    approve      submitted endorsed appealed   approved       approver             class open, endorsed if asked for
    refuse       submitted endorsed appealed   refused        approver             class open, with a reason
    appeal       refused                       appealed       learner              class open, inside, why, once
    take         approved                      taken          software             it has begun
    report_back  approved taken                reported_back  learner, approver    class open, it has begun
    close        reported_back                 closed         approver             class open
    cancel       draft submitted endorsed      cancelled      learner              class open; not begun, or not
                 appealed approved                                                 approved
    enter        new                           closed         approver             class open, why, over, sessions
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from classes.permissions import INSIDE_STATES, is_closed
from people.models import User
from plugins.leave.models import Leave, LeaveState
from plugins.leave.permissions import may_approve, may_endorse
from plugins.leave.rules import Rules
from schoolhouse.edges import NEW, Edge, acts_open

GRACE = datetime.timedelta(minutes=30)
"""Whoever falls ill asks from now on, and needs a while to write it."""


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the enrollment. ``sessions`` counts those it touches."""

    leave: Leave
    by: User | None
    now: datetime.datetime
    rules: Rules
    reason: str = ""
    state: str = NEW
    sessions: int = 0
    was_appealed: bool = False

    @cached_property
    def is_class_closed(self) -> bool:
        """Whether the class is closed; asked once for all acts of an attempt."""
        return is_closed(self.leave.enrollment.training_class)


def by_learner(attempt: Attempt) -> bool:
    """The learner themselves."""
    return attempt.by is not None and attempt.by.is_active and attempt.by.pk == attempt.leave.enrollment.learner_id


def by_endorser(attempt: Attempt) -> bool:
    """The group's leader, who was named, or the coordinator of the learner's unit; where none can, who decides."""
    if attempt.by is None:
        return False
    return may_endorse(attempt.by, attempt.leave) or may_approve(attempt.by, attempt.leave)


def by_approver(attempt: Attempt) -> bool:
    """Whoever runs the class or stands in, but nobody their own."""
    return attempt.by is not None and may_approve(attempt.by, attempt.leave)


def by_learner_or_approver(attempt: Attempt) -> bool:
    """Either: who has no phone at hand reports to the class teacher."""
    return by_learner(attempt) or by_approver(attempt)


def by_software(attempt: Attempt) -> bool:
    """Nobody: time passes."""
    return attempt.by is None


def is_inside(attempt: Attempt) -> str | None:
    """The learner is in the class."""
    if attempt.leave.enrollment.state in INSIDE_STATES:
        return None
    return _("You are not in this class.")


def is_in_time(attempt: Attempt) -> str | None:
    """Learners ask beforehand; what is past the class teacher enters."""
    if attempt.leave.starts_at >= attempt.now - GRACE:
        return None
    return _("This time has begun already. Ask your class teacher to enter it.")


def is_in_class(attempt: Attempt) -> str | None:
    """The time lies within the days of the class."""
    training_class = attempt.leave.enrollment.training_class
    zone = training_class.zone
    first = attempt.leave.starts_at.astimezone(zone).date()
    last = (attempt.leave.ends_at - datetime.timedelta(microseconds=1)).astimezone(zone).date()
    if training_class.starts_on <= first and last <= training_class.ends_on:
        return None
    return _("This lies outside the days of the class.")


def touches_sessions(attempt: Attempt) -> str | None:
    """Where nothing has to be attended, no leave is needed."""
    return None if attempt.sessions else _("Nothing that you must attend lies in this time: no leave is needed.")


def is_over(attempt: Attempt) -> str | None:
    """An entry after the fact is about what has been."""
    return None if attempt.leave.ends_at <= attempt.now else _("This is not over yet: let the learner ask for it.")


def is_not_over(attempt: Attempt) -> str | None:
    """What is over is the class teacher's to enter."""
    if attempt.leave.ends_at > attempt.now:
        return None
    return _("This time is over. Ask your class teacher to enter it.")


def has_begun(attempt: Attempt) -> str | None:
    """Nobody is away, or back, before."""
    return None if attempt.leave.starts_at <= attempt.now else _("This leave has not begun yet.")


def was_not_used(attempt: Attempt) -> str | None:
    """Who is away already reports back instead."""
    if attempt.state != LeaveState.APPROVED or attempt.leave.starts_at > attempt.now:
        return None
    return _("This leave has begun. Report back instead.")


def asks_for_endorsement(attempt: Attempt) -> str | None:
    """Only some classes have leave endorsed."""
    return None if attempt.rules.needs_endorsement else _("In this class leave needs no endorsement.")


def is_endorsed(attempt: Attempt) -> str | None:
    """Where the class asks for it, the endorsement comes first; an appeal has been seen already."""
    if not attempt.rules.needs_endorsement or attempt.state != LeaveState.SUBMITTED:
        return None
    return _("It has not been endorsed yet.")


def class_is_open(attempt: Attempt) -> str | None:
    """What a class that is closed came to stays as it is."""
    return _("This class is closed.") if attempt.is_class_closed else None


def says_why(attempt: Attempt) -> str | None:
    """Others read why."""
    return None if attempt.reason else _("Say why.")


def is_first_appeal(attempt: Attempt) -> str | None:
    """One may ask once more, not again and again."""
    return _("You have asked once more already.") if attempt.was_appealed else None


EDGES: dict[str, Edge[Attempt, LeaveState]] = {
    "begin": Edge.of("new", LeaveState.DRAFT, by_learner, is_inside),
    "write": Edge.of("draft", LeaveState.DRAFT, by_learner, is_inside),
    "submit": Edge.of(
        "draft", LeaveState.SUBMITTED, by_learner, class_is_open, is_inside, is_in_class, is_in_time, touches_sessions
    ),
    "endorse": Edge.of("submitted", LeaveState.ENDORSED, by_endorser, class_is_open, asks_for_endorsement),
    "approve": Edge.of("submitted endorsed appealed", LeaveState.APPROVED, by_approver, class_is_open, is_endorsed),
    "refuse": Edge.of("submitted endorsed appealed", LeaveState.REFUSED, by_approver, class_is_open, says_why),
    "appeal": Edge.of(
        "refused", LeaveState.APPEALED, by_learner, class_is_open, is_inside, says_why, is_first_appeal, is_not_over
    ),
    "take": Edge.of("approved", LeaveState.TAKEN, by_software, has_begun),
    "report_back": Edge.of(
        "approved taken", LeaveState.REPORTED_BACK, by_learner_or_approver, class_is_open, has_begun
    ),
    "close": Edge.of("reported_back", LeaveState.CLOSED, by_approver, class_is_open),
    "cancel": Edge.of(
        "draft submitted endorsed appealed approved",
        LeaveState.CANCELLED,
        by_learner,
        class_is_open,
        was_not_used,
    ),
    "enter": Edge.of(
        "new", LeaveState.CLOSED, by_approver, class_is_open, says_why, is_in_class, is_over, touches_sessions
    ),
}


def acts_open_to(by: User, leave: Leave, *, now: datetime.datetime, rules: Rules) -> list[str]:
    """Return the acts that ``by`` may take now, as buttons show them; reasons are not asked for yet."""
    appealed = any(step.act == "appeal" for step in leave.steps.all())
    attempt = Attempt(leave, by, now, rules, reason="…", state=leave.state, sessions=1, was_appealed=appealed)
    return acts_open(EDGES, attempt, state=leave.state)
