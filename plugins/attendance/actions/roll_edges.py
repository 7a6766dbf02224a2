"""The edges between the states of a roll: who may take them, and what stands in the way.

act      from           to        who                      conditions
open     new            open      who may call it          its time has a length; its class is not closed
close    open reopened  closed    who answers for it       it has begun; its class is not closed
reopen   closed         reopened  who answers for it       a reason; its class is not closed
end      open reopened  closed    who closes the class
resume   closed         reopened  who opens the class again  it was closed with its class; its class is not closed

The class's staff answers for its rolls; on its own day a learner who has the duty may call a roll as well.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.permissions import is_closed, may_reopen_class
from people.models import User
from plugins.attendance.models import Roll, RollState
from plugins.attendance.permissions import may_call_roll, may_take_roll
from plugins.attendance.queries.rolls import ended_with_class
from schoolhouse.edges import NEW, Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the roll."""

    roll: Roll
    by: User
    now: datetime.datetime
    reason: str = ""

    @property
    def state(self) -> str:
        """The present state, ``NEW`` for a roll that is about to be opened."""
        return self.roll.state if self.roll.pk else NEW


def has_length(attempt: Attempt) -> str | None:
    """A half-day needs something in it."""
    return None if attempt.roll.ends_at > attempt.roll.starts_at else _("Nothing of it lies in this half of the day.")


def has_begun(attempt: Attempt) -> str | None:
    """Nobody is absent from what has not begun."""
    return None if attempt.now >= attempt.roll.starts_at else _("It has not begun yet.")


def has_reason(attempt: Attempt) -> str | None:
    """Who opens it again says why."""
    return None if attempt.reason.strip() else _("Say why it is opened again.")


def class_is_open(attempt: Attempt) -> str | None:
    """What a class that is closed came to stays as it is."""
    return _("This class is closed.") if is_closed(attempt.roll.training_class) else None


def may_call_it(attempt: Attempt) -> bool:
    """The class's staff, and who has the duty of the day."""
    return may_call_roll(attempt.by, attempt.roll)


def answers_for_it(attempt: Attempt) -> bool:
    """The class's staff."""
    return may_take_roll(attempt.by, attempt.roll.training_class)


def opens_the_class(attempt: Attempt) -> bool:
    """An administrator of the class's organization, or of one above."""
    return may_reopen_class(attempt.by, attempt.roll.training_class)


def was_closed_with_class(attempt: Attempt) -> str | None:
    """What its staff had closed before stays closed."""
    with_class = ended_with_class(attempt.roll.training_class).filter(pk=attempt.roll.pk)
    return None if with_class.exists() else _("The roll is closed.")


EDGES: dict[str, Edge[Attempt, RollState]] = {
    "open": Edge.of("new", RollState.OPEN, may_call_it, class_is_open, has_length),
    "close": Edge.of("open reopened", RollState.CLOSED, answers_for_it, class_is_open, has_begun),
    "reopen": Edge.of("closed", RollState.REOPENED, answers_for_it, class_is_open, has_reason),
    "end": Edge.of("open reopened", RollState.CLOSED, answers_for_it),
    "resume": Edge.of("closed", RollState.REOPENED, opens_the_class, class_is_open, was_closed_with_class),
}
