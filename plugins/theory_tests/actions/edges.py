"""What may become of attempts, and of the marking of answers: tables of edges, with who may take them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.theory_tests.models import Attempt, AttemptAnswer, AttemptState, Mark, Sitting
from plugins.theory_tests.models.attempt import AnswerState
from plugins.theory_tests.permissions import may_mark, may_set, takes_changes
from schoolhouse.edges import Edge

GRACE = datetime.timedelta(seconds=20)
"""For so long behind its deadline an answer may still be on the way."""


@dataclass(frozen=True)
class Sits:
    """Somebody, or the software where ``by`` is ``None``, does something with an attempt, at ``now``."""

    by: Any
    sitting: Sitting
    now: datetime.datetime
    learner: int = 0
    extra: int = 0
    made: int = 0
    attempt: Attempt | None = None


def _is_learner(sits: Sits) -> bool:
    return sits.by is not None and sits.by.pk == sits.learner


def _is_software(sits: Sits) -> bool:
    return sits.by is None


def _is_not_open(sits: Sits) -> Any:
    if sits.sitting.is_withdrawn:
        return _("This test was withdrawn.")
    if sits.now < sits.sitting.opens_at:
        return _("This test has not opened yet.")
    return None if sits.sitting.is_open(sits.now, sits.extra) else _("This test is closed.")


def _has_no_attempt_left(sits: Sits) -> Any:
    allowed = sits.sitting.version.content["attempts"]
    return _("You have used all attempts.") if sits.made >= allowed else None


def _is_over(sits: Sits) -> Any:
    assert sits.attempt is not None
    late = sits.now > sits.attempt.deadline + GRACE
    return _("The time is over. What you had saved was handed in.") if late else None


def _is_not_over(sits: Sits) -> Any:
    assert sits.attempt is not None
    return _("There is time left.") if sits.now <= sits.attempt.deadline + GRACE else None


ATTEMPT_EDGES: dict[str, Edge[Sits, str | None]] = {
    "start": Edge.of("new", AttemptState.OPEN, _is_learner, _is_not_open, _has_no_attempt_left),
    "save": Edge.of("open", None, _is_learner, _is_over),
    "submit": Edge.of("open", AttemptState.MARKING, _is_learner, _is_over),
    "expire": Edge.of("open", AttemptState.MARKING, _is_software, _is_not_over),
    "settle": Edge.of("marking", AttemptState.MARKED, _is_software),
}
"""``settle`` follows by itself once every answer is marked, for most attempts in the moment in which they end."""


@dataclass(frozen=True)
class Marks:
    """Somebody gives a mark for an answer; ``marks`` are those that there are."""

    by: Any
    answer: AttemptAnswer
    marks: tuple[Mark, ...] = ()

    @property
    def sitting(self) -> Sitting:
        """The test that it belongs to."""
        return self.answer.attempt.sitting


def _marks(marks: Marks) -> bool:
    return may_mark(marks.by, marks.sitting.training_class)


def _corrects(marks: Marks) -> bool:
    # What two people have agreed upon is not undone by one of them.
    page = marks.sitting.training_class
    return may_set(marks.by, page) if marks.sitting.has_second_marker else may_mark(marks.by, page)


def _was_marked_by_nobody(marks: Marks) -> Any:
    return None if marks.marks else _("The software has marked this answer.")


def _class_is_closed(marks: Marks) -> Any:
    return None if takes_changes(marks.sitting.training_class) else _("This class is closed.")


def _has_marked_it(marks: Marks) -> Any:
    own = any(one.by_id == marks.by.pk for one in marks.marks)
    return _("You have marked this answer already; somebody else gives the second mark.") if own else None


def _is_a_party(marks: Marks) -> Any:
    own = any(one.by_id == marks.by.pk for one in marks.marks)
    if own and not may_set(marks.by, marks.sitting.training_class):
        return _("A third person, or who runs the class, settles what the markers differ in.")
    return None


ANSWER_EDGES: dict[str, Edge[Marks, str | None]] = {
    "mark": Edge.of("waiting", AnswerState.DONE, _marks, _class_is_closed),
    "mark_first": Edge.of("waiting", AnswerState.SECOND, _marks, _class_is_closed),
    "mark_second": Edge.of("second", AnswerState.DONE, _marks, _class_is_closed, _has_marked_it),
    "differ": Edge.of("second", AnswerState.DISPUTED, _marks, _class_is_closed, _has_marked_it),
    "agree": Edge.of("disputed", AnswerState.DONE, _marks, _class_is_closed, _is_a_party),
    "correct": Edge.of("done", AnswerState.DONE, _corrects, _class_is_closed, _was_marked_by_nobody),
}
"""``mark`` where one marker is enough; else ``mark_first``, then ``mark_second``, or ``differ`` where the marks are
further apart than the test allows, and ``agree``. ``correct`` where a marker erred."""
