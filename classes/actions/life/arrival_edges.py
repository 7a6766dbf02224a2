"""The edges between *not here yet* and *arrived*: who may take them, and what stands in the way.

    act     from     to       who                                   conditions
    record  missing  arrived  who runs the class, or has the duty   in the class, the class has come and is not over
    undo    arrived  missing  who runs the class, or has the duty   on the day itself, with a reason

``arrival`` is the duty. Each step is an entry of its own: nothing is changed or deleted.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from classes.models import Arrival, Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES

EARLIEST = datetime.timedelta(days=1)
"""So long before the first day the desk may open: many come the evening before."""


@dataclass(frozen=True)
class Attempt:
    """What a condition is asked about; read under the lock of the enrollment. ``last`` is the last entry."""

    training_class: TrainingClassPage
    enrollment: Enrollment
    last: Arrival | None
    now: datetime.datetime
    reason: str = ""

    @property
    def today(self) -> datetime.date:
        """The day where the class is held."""
        return self.now.astimezone(self.training_class.zone).date()


Condition = Callable[[Attempt], str | Promise | None]


def is_in_class(attempt: Attempt) -> str | None:
    """Only who has a seat arrives."""
    return None if attempt.enrollment.state in INSIDE_STATES else _("This person has no seat in the class.")


def class_has_come(attempt: Attempt) -> str | None:
    """Nobody arrives long before the first day, or after the last."""
    if attempt.today < attempt.training_class.starts_on - EARLIEST:
        return _("The desk opens on the day before the first day of the class.")
    return _("This class is over.") if attempt.today > attempt.training_class.ends_on else None


def is_same_day(attempt: Attempt) -> str | None:
    """What was recorded on another day stands."""
    if attempt.last and attempt.last.at.astimezone(attempt.training_class.zone).date() == attempt.today:
        return None
    return _("An arrival can be undone only on the day on which it was recorded.")


def has_reason(attempt: Attempt) -> str | None:
    """A mistake is explained."""
    return None if attempt.reason else _("Say why.")


RECORD: tuple[Condition, ...] = (is_in_class, class_has_come)
UNDO: tuple[Condition, ...] = (is_same_day, has_reason)
