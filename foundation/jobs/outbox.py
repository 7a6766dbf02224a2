"""Telling others what happened, without losing or repeating it.

``publish`` writes the event and what each handler is owed in the sender's transaction: rolled back, nobody hears of
it. A worker calls each handler inside one transaction with the mark that it was delivered, so that what a handler
changes in the database takes effect once, however often it is tried.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from foundation.jobs import registry
from foundation.jobs.models import Delivery, Job, OutboxEvent
from foundation.jobs.registry import Handler, ReceivedEvent, subscriptions
from foundation.prepared.inserting import insert


def subscribe(name: str, version: int, handler: str, function: Handler, **options: Any) -> None:
    """Have ``function`` called, as the job ``handler``, with each event of this name and version from now on.

    ``options`` are those of ``@job``. Raises ``ImproperlyConfigured`` when the handler's name is taken.
    """

    def run(*, event: str) -> None:
        deliver(uuid.UUID(event), handler, function)

    run.__module__, run.__qualname__ = function.__module__, function.__qualname__
    registry.job(handler, **options)(run)
    subscriptions.setdefault((name, version), []).append(handler)


def publish(name: str, version: int, data: Mapping[str, Any], organization: uuid.UUID | None = None) -> OutboxEvent:
    """Write the event and a delivery for each handler there is now, in the current transaction."""
    return publish_many(name, version, [data], organization)[0]


def publish_many(
    name: str, version: int, rows: Iterable[Mapping[str, Any]], organization: uuid.UUID | None = None
) -> list[OutboxEvent]:
    """Write an event for each of ``rows`` as ``publish`` does: a statement for every 500 where there are many."""
    # No savepoint: what happened and the word of it stand or fall together, also for who catches the error.
    with transaction.atomic(savepoint=False):
        events = [OutboxEvent(name=name, version=version, data=dict(data), organization=organization) for data in rows]
        insert(events)
        _owe([(event, handler) for handler in subscriptions.get((name, version), ()) for event in events])
    return events


def backfill(name: str, version: int, handler: str, *, since: datetime) -> int:
    """Owe ``handler`` the events since then that it has not had, as one registered later does; return how many."""
    had = Delivery.objects.filter(event=OuterRef("pk"), handler=handler)
    events = OutboxEvent.objects.filter(~Exists(had), name=name, version=version, occurred_at__gte=since)
    with transaction.atomic():
        return _owe([(event, handler) for event in events.order_by("occurred_at")])


def deliver(event_id: uuid.UUID, handler: str, function: Handler) -> None:
    """Call ``function`` with the event unless it already had it; its changes and the mark are one transaction."""
    with transaction.atomic():
        deliveries = Delivery.objects.select_for_update(of=("self",)).select_related("event")
        delivery = deliveries.filter(event_id=event_id, handler=handler, delivered_at=None).first()
        if delivery is None:
            return
        event = delivery.event
        function(ReceivedEvent(event.pk, event.name, event.version, event.data, event.organization, event.occurred_at))
        Delivery.objects.filter(pk=delivery.pk).update(delivered_at=timezone.now())


def _owe(owed: list[tuple[OutboxEvent, str]]) -> int:
    """Add a delivery and its job for each event and handler: two statements for every 500 where there are many."""
    if not owed:
        return 0
    jobs = [
        Job(name=handler, payload={"event": str(event.pk)}, priority=registry.find(handler).priority)
        for event, handler in owed
    ]
    insert(jobs)
    insert([Delivery(event=event, handler=job.name, job=job) for (event, _), job in zip(owed, jobs, strict=True)])
    return len(owed)
