"""What waits for a learner, in classes and in forums: one query."""

import datetime
from typing import Any

from django.db.models import QuerySet

from classes.queries.life.waiting import KINDS, times, waiting_rows
from forums.queries.moderation import notices_waiting
from foundation.prepared import prepared
from people.models import User

SHOWN = 6
TOLD = "told"
"""Beside the kinds of ``classes``: something that a moderator did with what one wrote."""


def waiting_for(user: User, now: datetime.datetime) -> tuple[tuple[Any, ...], ...]:
    """Return what waits for ``user``, as plain values: a kind of ``KINDS`` or ``TOLD``, public id, title, time, and the
    public id of the class or forum. The time is when a reflection is due, a notice was published or an act done."""
    rows = things_waiting.all(learner=user.pk, **times(now))
    return tuple(((*KINDS, TOLD)[row[0]], *row[1:]) for row in rows[:SHOWN])


@prepared
def things_waiting(
    learner: int, since: datetime.datetime, today: datetime.date, lately: datetime.date
) -> QuerySet[Any, Any]:
    """Everything that waits for a learner: notices, then what came back, then what is asked for, by time."""
    first, *others = waiting_rows(learner, since, today, lately)
    return first.union(*others, notices_waiting(learner, len(KINDS))).order_by("rank", "until", "title")
