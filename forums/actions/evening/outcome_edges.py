"""The edges between the states of an outcome, and of what follows from it: who may take them, and what is asked.

outcome
act     from     to       who                    conditions
write   draft    draft    whoever hosts          -
settle  draft    settled  whoever hosts          the forum has opened; a theme; something discussed or agreed
reopen  settled  draft    whoever hosts          a reason

follow-up
act     from     to       who                    conditions
finish  to_do    done     its owner, or a host   the outcome is settled
resume  done     to_do    its owner, or a host   the outcome is settled
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forums.models import FollowUp, FollowUpState, ForumPage, Outcome, OutcomeState
from forums.permissions import may_host
from people.models import User
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the forum."""

    outcome: Outcome
    forum: ForumPage
    by: User
    reason: str = ""
    follow_up: FollowUp | None = None


def by_host(attempt: Attempt) -> bool:
    """Whoever hosts the forum."""
    return may_host(attempt.by, attempt.forum)


def by_owner_or_host(attempt: Attempt) -> bool:
    """Who took it on, or whoever hosts the forum."""
    is_owner = attempt.follow_up is not None and attempt.follow_up.owner_id == attempt.by.pk
    return is_owner or by_host(attempt)


def has_opened(attempt: Attempt) -> str | None:
    """Nothing comes of what has not begun."""
    return None if attempt.forum.has_opened else _("This forum has not opened yet.")


def says_something(attempt: Attempt) -> str | None:
    """An outcome has a theme, and says what was discussed or agreed."""
    outcome = attempt.outcome
    if not outcome.theme:
        return _("Give the theme before you settle the outcome.")
    return None if outcome.discussion or outcome.agreed else _("Say what was discussed or agreed first.")


def has_reason(attempt: Attempt) -> str | None:
    """What everybody has read is not taken back without saying why."""
    return None if attempt.reason else _("Please give a reason: it is kept with the versions.")


def is_settled(attempt: Attempt) -> str | None:
    """Nobody has taken on what stands in a draft."""
    return None if attempt.outcome.is_settled else _("The outcome is a draft.")


EDGES: dict[str, Edge[Attempt, OutcomeState]] = {
    "write": Edge.of("draft", OutcomeState.DRAFT, by_host),
    "settle": Edge.of("draft", OutcomeState.SETTLED, by_host, has_opened, says_something),
    "reopen": Edge.of("settled", OutcomeState.DRAFT, by_host, has_reason),
}
FOLLOW_UP_EDGES: dict[str, Edge[Attempt, FollowUpState]] = {
    "finish": Edge.of("to_do", FollowUpState.DONE, by_owner_or_host, is_settled),
    "resume": Edge.of("done", FollowUpState.TO_DO, by_owner_or_host, is_settled),
}


def follow(act: str, attempt: Attempt) -> OutcomeState:
    """Return the state to which ``act`` leads, if it may be taken. Raises ``Refusal``."""
    edge = EDGES[act]
    settled, draft = _("The outcome is settled. Open it again to change it."), _("The outcome is a draft.")
    edge.check(
        attempt,
        state=attempt.outcome.state,
        not_yours=_("Only a host of this forum may do this."),
        wrong_state=settled if attempt.outcome.is_settled else draft,
        code="not_yet",
        status=400,
    )
    return edge.target


def follow_up(act: str, attempt: Attempt) -> FollowUpState:
    """Return the state to which ``act`` leads what follows, if it may be taken. Raises ``Refusal``."""
    edge = FOLLOW_UP_EDGES[act]
    edge.check(
        attempt,
        state=attempt.follow_up.state if attempt.follow_up else "",
        not_yours=_("Only who does it, or a host of the forum, may say this."),
        wrong_state=_("Somebody has said this meanwhile."),
        code="wrong_state",
    )
    return edge.target
