"""What waits for a learner in all classes, as the dashboard shows it beside what waits elsewhere."""

import datetime
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value

from classes.models import Enrollment, NoticeRead
from classes.permissions import INSIDE_STATES
from classes.queries.life.notices import standing
from classes.queries.reflections import reflections_due

KINDS = ("notice", "back", "due")
"""What is waiting: a notice to read, a reflection that came back, one that is asked for; in this order."""
OVERDUE_SHOWN = datetime.timedelta(days=14)
"""What was not handed in is shown for so long after it was due."""
NOTICES_SHOWN = datetime.timedelta(days=3)
"""What was not read is shown for so long after the last day of its class."""


def waiting_rows(
    learner: int, since: datetime.datetime, today: datetime.date, lately: datetime.date
) -> list[QuerySet[Any, Any]]:
    """Return what waits for a learner, of each kind its rows: rank, public id, title, time, public id of the class.

    The rank is the place in ``KINDS``, the time when a reflection is due or a notice was published. To be made one
    query of with ``union``; see ``times`` for the parameters.
    """
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), reader_id=learner)
    seats = Enrollment.objects.filter(learner_id=learner, state__in=INSIDE_STATES)
    notices = standing().filter(
        ~Exists(read),
        training_class__in=seats.values("training_class_id"),
        training_class__ends_on__gte=lately,
    )
    back, due, running = reflections_due(learner, since, today)
    return [
        _named(notices, 0, "published_at"),
        _named(back, 1, "task__due_at", "enrollment__training_class__public_id"),
        _named(due, 2, "due_at"),
        _named(running, 2, "due_at"),
    ]


def times(now: datetime.datetime) -> dict[str, Any]:
    """Return how far back each kind is shown."""
    return {"since": now - OVERDUE_SHOWN, "today": now.date(), "lately": now.date() - NOTICES_SHOWN}


def _named(
    rows: QuerySet[Any], rank: int, until: str, training_class: str = "training_class__public_id"
) -> QuerySet[Any, Any]:
    named = rows.annotate(rank=Value(rank, output_field=IntegerField()), until=F(until), in_class=F(training_class))
    return named.order_by().values_list("rank", "public_id", "title", "until", "in_class")
