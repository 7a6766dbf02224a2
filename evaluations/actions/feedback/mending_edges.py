"""The edges between the states of an action item: who may take them, and what is asked.

act     from          to       who                          conditions
hand    open          open     who looks after it           the new owner is of the class or the school
finish  open          done     its owner, who looks after   what was done
drop    open          dropped  who looks after it           why nothing is done
reopen  done dropped  open     who looks after it           -
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.models import ActionItem, ActionItemState
from evaluations.permissions.mending import may_mend, may_see_item
from people.models import User
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the item."""

    item: ActionItem
    by: User
    answer: str = ""


def by_keeper(attempt: Attempt) -> bool:
    """Who runs the class, or reads the feedback of the school."""
    return may_mend(attempt.by, attempt.item.survey)


def by_owner_or_keeper(attempt: Attempt) -> bool:
    """Who took it on, or who looks after it."""
    return may_see_item(attempt.by, attempt.item)


def has_answer(attempt: Attempt) -> str | None:
    """Learners read what became of what they said."""
    return None if attempt.answer else _("Please say what was done: the learners read it.")


EDGES: dict[str, Edge[Attempt, ActionItemState]] = {
    "hand": Edge.of("open", ActionItemState.OPEN, by_keeper),
    "finish": Edge.of("open", ActionItemState.DONE, by_owner_or_keeper, has_answer),
    "drop": Edge.of("open", ActionItemState.DROPPED, by_keeper, has_answer),
    "reopen": Edge.of("done dropped", ActionItemState.OPEN, by_keeper),
}


def follow(act: str, attempt: Attempt) -> ActionItemState:
    """Return the state to which ``act`` leads, if it may be taken. Raises ``Refusal``."""
    edge = EDGES[act]
    edge.check(
        attempt,
        state=attempt.item.state,
        not_yours=_("Only who looks after this may do that."),
        wrong_state=_("This was settled meanwhile."),
        code="no_answer",
        status=400,
    )
    return edge.target
