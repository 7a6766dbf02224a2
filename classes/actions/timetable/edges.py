"""The edges between the states of a timetable item: what may be done with it, and what stands in the way.

Whoever runs the class takes them. A condition answers with the sentence that explains a refusal, or with nothing.

    act      from       to         conditions
    move     planned    planned    not over
    cancel   planned    cancelled  not over, a reason
    restore  cancelled  planned    not over
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.models import ChangeKind, TimetableItem, TimetableItemState
from schoolhouse.refusals import Refusal

PLANNED, CANCELLED = TimetableItemState.PLANNED, TimetableItemState.CANCELLED


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the class."""

    item: TimetableItem
    now: datetime.datetime
    reason: str = ""


Condition = Callable[[Attempt], str | None]


@dataclass(frozen=True)
class Edge:
    """One act on an item; ``kind`` is what is written down of it."""

    source: TimetableItemState
    target: TimetableItemState
    kind: ChangeKind
    conditions: tuple[Condition, ...]


def is_not_over(attempt: Attempt) -> str | None:
    """What has been held stays as it was."""
    over = attempt.item.ends_at <= attempt.now
    return _("“%(title)s” is over and stays as it was.") % {"title": attempt.item} if over else None


def has_reason(attempt: Attempt) -> str | None:
    """Those who wanted to come are told why."""
    return None if attempt.reason else _("Say why it is cancelled: everybody in the class reads it.")


EDGES = {
    "move": Edge(PLANNED, PLANNED, ChangeKind.MOVED, (is_not_over,)),
    "cancel": Edge(PLANNED, CANCELLED, ChangeKind.CANCELLED, (is_not_over, has_reason)),
    "restore": Edge(CANCELLED, PLANNED, ChangeKind.RESTORED, (is_not_over,)),
}


def follow(act: str, attempt: Attempt) -> Edge:
    """Return the edge of ``act``, if it may be taken. Raises ``Refusal``."""
    edge = EDGES[act]
    if attempt.item.state != edge.source:
        raise Refusal(_("“%(title)s” has been changed meanwhile.") % {"title": attempt.item}, code="wrong_state")
    if refusal := next((said for condition in edge.conditions if (said := condition(attempt))), None):
        raise Refusal(refusal)
    return edge
