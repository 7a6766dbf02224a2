"""The edges between the states of what waits for a moderator: who may take them, and what stands in the way.

A condition answers with the sentence that explains a refusal, or with nothing.

    case of reports
    act          from           to          who                            conditions
    keep         open           kept        moderator, not the author      with a reason
    hide         open           hidden      moderator, not the author      with a reason
    return       open           returned    moderator, not the author      with a reason, not returned already
    warn         open           warned      moderator, not the author      with a reason
    withdraw     open           withdrawn   software                       nobody stands by a report any more

    post that is held
    act          from           to          who                            conditions
    approve      held           published   moderator, not the author      with a reason
    return       held           returned    moderator, not the author      with a reason
    refuse       held           refused     moderator, not the author      with a reason, not published before
    send         returned       held        author
    withdraw     held returned  withdrawn   author                         not published before
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forums.models import CaseState, ForumPage, HeldPost, HeldState, ReportCase
from forums.permissions import may_moderate
from people.models import User
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about: a case or a held post as it stands under its lock."""

    subject: ReportCase | HeldPost
    by: User | None
    reason: str = ""

    @property
    def author(self) -> int:
        """The key of whose words they are."""
        return self.subject.post.author_id if isinstance(self.subject, ReportCase) else self.subject.author_id

    @property
    def forum(self) -> ForumPage:
        """Where the words stand."""
        return self.subject.post.thread.forum if isinstance(self.subject, ReportCase) else self.subject.forum


Condition = Callable[[Attempt], str | None]


@dataclass(frozen=True)
class Edge:
    """One act."""

    sources: frozenset[str]
    target: str
    who: Callable[[Attempt], bool]
    conditions: tuple[Condition, ...] = ()


def by_moderator(attempt: Attempt) -> bool:
    """Whoever keeps order in the forum, but nobody over their own words."""
    return attempt.by is not None and attempt.by.pk != attempt.author and may_moderate(attempt.by, attempt.forum)


def by_author(attempt: Attempt) -> bool:
    """Whose words they are."""
    return attempt.by is not None and attempt.by.is_active and attempt.by.pk == attempt.author


def by_software(attempt: Attempt) -> bool:
    """Nobody."""
    return attempt.by is None


def says_why(attempt: Attempt) -> str | None:
    """Whom it concerns reads why."""
    return None if attempt.reason else _("Please give a reason: it is kept in the log.")


def is_not_returned(attempt: Attempt) -> str | None:
    """What is with its author cannot go there once more."""
    waiting = (HeldState.HELD, HeldState.RETURNED)
    if isinstance(attempt.subject, HeldPost) or not attempt.subject.post.held_posts.filter(state__in=waiting).exists():
        return None
    return _("This post went back to its author already.")


def was_not_published(attempt: Attempt) -> str | None:
    """What everybody has read is hidden, not forgotten."""
    if isinstance(attempt.subject, HeldPost) and attempt.subject.post_id is not None:
        return _("It was published before: return it, or leave it hidden.")
    return None


def nobody_stands_by(attempt: Attempt) -> str | None:
    """A case lasts while one report does."""
    if isinstance(attempt.subject, ReportCase) and attempt.subject.reports.filter(withdrawn_at=None).exists():
        return _("Somebody else has reported this, too.")
    return None


def _edge(sources: str, target: str, who: Callable[[Attempt], bool], *conditions: Condition) -> Edge:
    return Edge(frozenset(sources.split()), target, who, conditions)


CASE_EDGES = {
    "keep": _edge("open", CaseState.KEPT, by_moderator, says_why),
    "hide": _edge("open", CaseState.HIDDEN, by_moderator, says_why),
    "return": _edge("open", CaseState.RETURNED, by_moderator, says_why, is_not_returned),
    "warn": _edge("open", CaseState.WARNED, by_moderator, says_why),
    "withdraw": _edge("open", CaseState.WITHDRAWN, by_software, nobody_stands_by),
}
HELD_EDGES = {
    "approve": _edge("held", HeldState.PUBLISHED, by_moderator, says_why),
    "return": _edge("held", HeldState.RETURNED, by_moderator, says_why),
    "refuse": _edge("held", HeldState.REFUSED, by_moderator, says_why, was_not_published),
    "send": _edge("returned", HeldState.HELD, by_author),
    "withdraw": _edge("held returned", HeldState.WITHDRAWN, by_author, was_not_published),
}


def take(edges: dict[str, Edge], act: str, attempt: Attempt) -> str:
    """Return the state to which ``act`` leads. Raises ``Refusal``, which says why it does not."""
    edge = edges.get(act)
    if edge is None or not edge.who(attempt):
        raise Refusal(_("You cannot do this here."), code="forbidden", status=403)
    if attempt.subject.state not in edge.sources:
        raise Refusal(_("Somebody has decided this meanwhile."), code="decided")
    said = next((words for condition in edge.conditions if (words := condition(attempt))), None)
    if said is not None:
        raise Refusal(said, code="condition", status=400 if not attempt.reason else 409)
    return edge.target
