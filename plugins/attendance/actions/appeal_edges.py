"""The edges between the states of an appeal: who may take them, and what stands in the way.

act       from   to         who                 conditions
appeal    new    open       the learner         its class is not closed, it has begun, none waits, says what was so
withdraw  open   withdrawn  the learner         its class is not closed
grant     open   granted    who takes the roll  its class is not closed
refuse    open   refused    who takes the roll  its class is not closed, an answer
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from classes.permissions import INSIDE_STATES, is_closed
from people.models import User
from plugins.attendance.models import Appeal, AppealState
from plugins.attendance.permissions import may_take_roll
from schoolhouse.edges import NEW, Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the roll."""

    appeal: Appeal
    by: User
    answer: str = ""

    @property
    def state(self) -> str:
        """The present state, ``NEW`` for an appeal that is about to be made."""
        return self.appeal.state if self.appeal.pk else NEW


def by_learner(attempt: Attempt) -> bool:
    """The learner themselves, as long as they are in the class."""
    enrollment = attempt.appeal.enrollment
    return enrollment.learner_id == attempt.by.pk and enrollment.state in INSIDE_STATES


def by_staff(attempt: Attempt) -> bool:
    """Whoever takes the roll of the class."""
    return may_take_roll(attempt.by, attempt.appeal.roll.training_class)


def class_is_open(attempt: Attempt) -> str | None:
    """What a class that is closed came to stays as it is."""
    return _("This class is closed.") if is_closed(attempt.appeal.roll.training_class) else None


def has_begun(attempt: Attempt) -> str | None:
    """Of what is still to come nothing is wrong yet."""
    return None if timezone.now() >= attempt.appeal.roll.starts_at else _("It has not begun yet.")


def none_waits(attempt: Attempt) -> str | None:
    """One question at a time."""
    appeal = attempt.appeal
    waiting = Appeal.objects.filter(enrollment=appeal.enrollment, roll=appeal.roll, state=AppealState.OPEN)
    return _("You have asked already. Your class teacher answers soon.") if waiting.exists() else None


def says_what(attempt: Attempt) -> str | None:
    """It says what was so."""
    return None if attempt.appeal.text.strip() else _("Say what was so.")


def has_answer(attempt: Attempt) -> str | None:
    """Who refuses says why."""
    return None if attempt.answer.strip() else _("Say why not.")


EDGES: dict[str, Edge[Attempt, AppealState]] = {
    "appeal": Edge.of("new", AppealState.OPEN, by_learner, class_is_open, has_begun, none_waits, says_what),
    "withdraw": Edge.of("open", AppealState.WITHDRAWN, by_learner, class_is_open),
    "grant": Edge.of("open", AppealState.GRANTED, by_staff, class_is_open),
    "refuse": Edge.of("open", AppealState.REFUSED, by_staff, class_is_open, has_answer),
}
