"""Rows that are inserted by a kept statement are the rows that Django would have made."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.jobs.models import Delivery, Job, OutboxEvent
from foundation.prepared.inserting import MANY, insert, insert_if_new

pytestmark = pytest.mark.django_db


def make_event(**fields: Any) -> OutboxEvent:
    return OutboxEvent(name="tests.happened", **fields)


def row_of(event: OutboxEvent) -> dict[str, Any]:
    return OutboxEvent.objects.filter(pk=event.pk).values().get()


@pytest.mark.parametrize("many", [1, 3, MANY])
def test_rows_are_those_that_bulk_create_makes(many: int) -> None:
    at = timezone.now()
    values = {"data": {"100%": ["中文", None, 1.5]}, "organization": uuid.uuid4(), "occurred_at": at}
    mine = [make_event(**values) for _ in range(many)]
    django = make_event(**values)
    insert(mine)
    OutboxEvent.objects.bulk_create([django])
    for event in mine:
        assert {**row_of(event), "id": None} == {**row_of(django), "id": None}
        assert not event._state.adding


def test_row_with_defaults_and_nothing_in_some_fields_is_made_and_numbered_by_the_database() -> None:
    event, job = make_event(), Job(name="tests.work", payload={"event": "1"})
    insert([event])
    insert([job])
    insert([Delivery(event=event, handler="tests.work", job=job)])
    made = Delivery.objects.select_related("job").get(event=event)
    assert made.pk
    assert (made.job.state, made.job.key, made.job.attempts, made.job.leased_until) == ("waiting", None, 0, None)


def test_no_rows_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert([])
    assert not asked.captured_queries


def test_row_that_breaks_a_constraint_raises_and_spoils_the_transaction() -> None:
    event = make_event()
    insert([event])
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert([make_event(pk=event.pk)])
        with pytest.raises(transaction.TransactionManagementError):
            OutboxEvent.objects.count()
        transaction.set_rollback(True)
    assert OutboxEvent.objects.filter(pk=event.pk).count() == 1


def test_row_is_seen_by_whoever_counts() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert([make_event(), make_event()])
    assert len(asked.captured_queries) == 2


def test_row_that_is_there_already_is_told_and_leaves_the_transaction_whole() -> None:
    event = make_event()
    with transaction.atomic():
        assert insert_if_new(event)
        assert not insert_if_new(OutboxEvent(pk=event.pk, name="tests.other"))
        assert OutboxEvent.objects.get(pk=event.pk).name == "tests.happened"
