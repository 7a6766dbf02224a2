"""The rolls at which learners of a class can sign in, kept in this process: its page asks for them only after a change.

Kept under the stamp ``attendance``, which every change of a roll renews and a request fetches together with its other
stamps. What is recorded at a roll renews nothing.
"""

import datetime
import uuid
from dataclasses import dataclass

from classes.models import TrainingClassPage
from foundation import stamps
from foundation.fragments import kept_value
from plugins.attendance.models import RollState
from plugins.attendance.queries.rolls import rolls_of

STAMP = "attendance"

stamps.fetch_always(STAMP)


@dataclass(frozen=True)
class GoingOn:
    """What is shown of a roll that is open."""

    public_id: uuid.UUID
    name: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime

    def __str__(self) -> str:
        return self.name


def going_on(training_class: TrainingClassPage, now: datetime.datetime) -> list[GoingOn]:
    """Return the rolls of a class that are open at ``now``. No query while no roll has changed."""

    def ask() -> list[GoingOn]:
        rows = rolls_of(training_class).exclude(state=RollState.CLOSED)
        return [GoingOn(row.public_id, str(row), row.opens_at, row.closes_at) for row in rows]

    name = ("attendance.going_on", training_class.pk, stamps.current(STAMP)[STAMP])
    return [one for one in kept_value(name, ask) if one.opens_at <= now <= one.closes_at]
