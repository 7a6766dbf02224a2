"""The edges between the states of an appeal against an entry: who may take them, and what stands in the way.

act       from   to         who                         conditions
appeal    new    open       the learner of the entry    the class is open, not taken back, says what is wrong
withdraw  open   withdrawn  the learner of the entry
grant     open   granted    who runs the class          the class is open, not taken back
refuse    open   refused    who runs the class          an answer
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.permissions import is_closed, is_enrolled, may_run_class
from evaluations.models import AppealState, PointAppeal, PointEntry
from people.models import User
from schoolhouse.edges import NEW, Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the learner's seat."""

    appeal: PointAppeal
    by: User
    answer: str = ""

    @property
    def state(self) -> str:
        """The present state, ``NEW`` for an appeal that is about to be made."""
        return self.appeal.state if self.appeal.pk else NEW


def by_learner(attempt: Attempt) -> bool:
    """The learner themselves, as long as they are in the class."""
    entry = attempt.appeal.entry
    return entry.learner_id == attempt.by.pk and is_enrolled(attempt.by, entry.training_class)


def by_staff(attempt: Attempt) -> bool:
    """Whoever runs the class; nobody answers their own."""
    entry = attempt.appeal.entry
    return entry.learner_id != attempt.by.pk and may_run_class(attempt.by, entry.training_class)


def class_is_open(attempt: Attempt) -> str | None:
    """A closed class keeps its totals."""
    closed = is_closed(attempt.appeal.entry.training_class)
    return _("This class is closed. An administrator can open it again.") if closed else None


def stands(attempt: Attempt) -> str | None:
    """What was taken back, or takes something back, is settled."""
    entry = attempt.appeal.entry
    if entry.reverses_id is None and not PointEntry.objects.filter(reverses=entry).exists():
        return None
    return _("This entry was taken back already.")


def says_what(attempt: Attempt) -> str | None:
    """It says what is wrong."""
    return None if attempt.appeal.text.strip() else _("Say what is wrong.")


def has_answer(attempt: Attempt) -> str | None:
    """Who refuses says why."""
    return None if attempt.answer.strip() else _("Say why not.")


EDGES: dict[str, Edge[Attempt, AppealState]] = {
    "appeal": Edge.of("new", AppealState.OPEN, by_learner, class_is_open, stands, says_what),
    "withdraw": Edge.of("open", AppealState.WITHDRAWN, by_learner),
    "grant": Edge.of("open", AppealState.GRANTED, by_staff, class_is_open, stands),
    "refuse": Edge.of("open", AppealState.REFUSED, by_staff, has_answer),
}
