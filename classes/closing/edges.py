"""The edges between the states of a class: who may take them, and what stands in the way.

Each row of ``EDGES`` is one act. A condition answers with the sentence that explains a refusal, or with nothing.

    act      from     to       who                                                conditions
    close    open     closed   whoever runs the class                             it has begun; a reason if anything is missing
    reopen   closed   open     administrators of its organization or one above    a reason
"""  # noqa: E501

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from classes.closing.checks import FoundGap
from classes.models import ClassState, TrainingClassPage
from classes.permissions import may_reopen_class, may_run_class
from people.models import User
from schoolhouse.edges import Edge


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the class."""

    training_class: TrainingClassPage
    by: User
    now: datetime.datetime
    reason: str = ""
    gaps: Sequence[FoundGap] = ()


def by_staff(attempt: Attempt) -> bool:
    """Whoever runs the class."""
    return may_run_class(attempt.by, attempt.training_class)


def by_administrator(attempt: Attempt) -> bool:
    """An administrator of its organization, or of one above."""
    return may_reopen_class(attempt.by, attempt.training_class)


def has_begun(attempt: Attempt) -> str | None:
    """Nobody has completed a class before its first day."""
    today = attempt.now.astimezone(attempt.training_class.zone).date()
    return _("This class has not begun yet.") if today < attempt.training_class.starts_on else None


def has_reason(attempt: Attempt) -> str | None:
    """Opening a class again is explained to whoever reads its results."""
    return None if attempt.reason else _("Say why the class is opened again.")


def is_complete_or_explained(attempt: Attempt) -> str | None:
    """Who closes a class although something is missing says why."""
    if not attempt.gaps or attempt.reason:
        return None
    return _("Something is still missing. Say why you close the class all the same.")


EDGES: dict[str, Edge[Attempt, ClassState]] = {
    "close": Edge.of("open", ClassState.CLOSED, by_staff, has_begun, is_complete_or_explained),
    "reopen": Edge.of("closed", ClassState.OPEN, by_administrator, has_reason),
}
