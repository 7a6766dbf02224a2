"""The edges between the states of a question in the box: who may take them.

act        from                to          who
answer     open carried        answered    whoever hosts the live class
set_aside  open carried        set aside   whoever hosts the live class
reopen     answered set_aside  open        whoever hosts the live class
carry      open                carried     software, or whoever hosts the forum
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forums.models import QuestionState
from people.models import User
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """Who moves a question; nobody is the software. ``hosts`` is asked once for all questions of one act."""

    by: User | None
    hosts: bool = False


def by_host(attempt: Attempt) -> bool:
    """Whoever hosts the live class, or the forum to which a question is carried."""
    return attempt.by is not None and attempt.hosts


def by_software_or_host(attempt: Attempt) -> bool:
    """The worker when the forum opens, or a host who does not wait for it."""
    return attempt.by is None or attempt.hosts


EDGES: dict[str, Edge[Attempt, QuestionState]] = {
    "answer": Edge.of("open carried", QuestionState.ANSWERED, by_host),
    "set_aside": Edge.of("open carried", QuestionState.SET_ASIDE, by_host),
    "reopen": Edge.of("answered set_aside", QuestionState.OPEN, by_host),
    "carry": Edge.of("open", QuestionState.CARRIED, by_software_or_host),
}
BY_HAND = ("answer", "set_aside", "reopen")
"""Acts that a host takes on one question."""


def follow(act: str, state: str, attempt: Attempt) -> QuestionState:
    """Return the state to which ``act`` leads from ``state``. Raises ``Refusal``."""
    edge = EDGES[act]
    edge.check(
        attempt,
        state=state,
        not_yours=_("Only a host may do this."),
        wrong_state=_("This question has been dealt with meanwhile."),
    )
    return edge.target
