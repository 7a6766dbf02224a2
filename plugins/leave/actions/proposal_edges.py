"""The edges between the states of a proposed withdrawal: who may take them, and what stands in the way.

act      from      to         who                     conditions
propose  new       proposed   the software            more is missed than the limit allows, and than was dismissed
fall     proposed  (gone)     the software            the limit is no longer passed
confirm  proposed  confirmed  whoever runs the class  its class is not closed, a reason; nobody about themselves
dismiss  proposed  dismissed  whoever runs the class  a reason; nobody about themselves

What the software does is ``plugins.leave.actions.limit.assess``; ``EDGES`` are the acts of people.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.permissions import is_closed, may_run_class
from people.models import User
from plugins.leave.models import ProposalState, WithdrawalProposal
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the proposal."""

    proposal: WithdrawalProposal
    by: User
    reason: str


def by_staff(attempt: Attempt) -> bool:
    """Whoever runs the class; nobody decides about themselves."""
    enrollment = attempt.proposal.enrollment
    return attempt.by.pk != enrollment.learner_id and may_run_class(attempt.by, enrollment.training_class)


def class_is_open(attempt: Attempt) -> str | None:
    """Who was in a class that is closed stays in it."""
    return _("This class is closed.") if is_closed(attempt.proposal.enrollment.training_class) else None


def has_reason(attempt: Attempt) -> str | None:
    """A person decides, and says why."""
    return None if attempt.reason else _("Say why.")


EDGES: dict[str, Edge[Attempt, ProposalState]] = {
    "confirm": Edge.of("proposed", ProposalState.CONFIRMED, by_staff, class_is_open, has_reason),
    "dismiss": Edge.of("proposed", ProposalState.DISMISSED, by_staff, has_reason),
}
