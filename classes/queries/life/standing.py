"""How a learner stands with the life of a class, as its page says it."""

import datetime
from typing import Any

from django.db.models import QuerySet

from classes.models import Enrollment, TrainingClassPage
from classes.queries.life.arrivals import arrived_at
from classes.queries.life.duties import duties_today
from classes.queries.life.notices import unread_count, unread_in


def with_standing(seats: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Add when each has ``arrived_at`` and how many ``unread_notices`` there are, both ``None`` for none."""
    return seats.annotate(arrived_at=arrived_at(), unread_notices=unread_count())


def standing_of(training_class: TrainingClassPage, seat: Any, today: datetime.date) -> tuple[Any, ...]:
    """Return what a class's page says to the learner of ``seat``, as plain values.

    When they arrived, how many notices are unread and the latest of them, and the names of their duties today.
    ``seat`` comes from ``with_standing``. Asks for notices only where some are unread.
    """
    count = seat.unread_notices or 0
    unread = unread_in.all(training_class=training_class.pk, reader=seat.learner_id) if count else []
    return seat.arrived_at, count, tuple(unread), duties_today(training_class, seat.learner_id, today)
