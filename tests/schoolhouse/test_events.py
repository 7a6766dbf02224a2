import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from foundation.jobs import drain, outbox, registry
from foundation.jobs.models import Delivery, Job, JobState, OutboxEvent
from foundation.stamps.models import Stamp
from schoolhouse import events
from schoolhouse.events import Event, all_events


@pytest.fixture(autouse=True)
def own_registries(monkeypatch):
    monkeypatch.setattr(registry, "jobs", jobs := dict(registry.jobs))
    monkeypatch.setattr(events, "jobs", jobs)
    monkeypatch.setattr(events, "_events", {})
    for module in (outbox, events, registry):
        monkeypatch.setattr(module, "subscriptions", subscriptions)
    subscriptions.clear()


subscriptions = {}


@pytest.fixture
def published():
    return Event("forums.post_published", fields={"post": "public_id of the post"}, doc="A post was published.")


def effect():
    """Leave a trace in the database, as a handler that awards points would."""
    Stamp.objects.create(name=str(uuid.uuid4()), version=1)


@pytest.mark.django_db
def test_handler_receives_the_event_after_the_sender_is_done(published):
    heard = []
    published.handler("points.score")(heard.append)
    organization = uuid.uuid4()
    sent = published.send(data={"post": "p1"}, organization=organization)
    assert heard == []
    drain()
    assert [(event.id, event.name, event.version, event.data, event.organization) for event in heard] == [
        (sent, "forums.post_published", 1, {"post": "p1"}, organization)
    ]


@pytest.mark.django_db
def test_values_arrive_as_json(published):
    heard = []
    happened = Event("x.happened", fields={"id": "UUID", "points": "Decimal", "on": "date"}, doc="It happened.")
    happened.handler("points.note")(heard.append)
    some_id = uuid.uuid4()
    happened.send(data={"id": some_id, "points": Decimal("1.50"), "on": date(2026, 3, 1)})
    drain()
    assert heard[0].data == {"id": str(some_id), "points": "1.50", "on": "2026-03-01"}


@pytest.mark.django_db(transaction=True)
def test_event_of_a_transaction_rolled_back_never_happened(published):
    published.handler("points.score")(lambda event: None)
    with transaction.atomic():
        published.send(data={"post": "p1"})
        transaction.set_rollback(True)
    assert (OutboxEvent.objects.count(), Delivery.objects.count(), Job.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_handler_that_fails_twice_takes_effect_once(published):
    attempts = []

    @published.handler("points.score", backoff=timedelta(0))
    def score(event):
        attempts.append(event.id)
        effect()
        if len(attempts) < 3:
            raise ConnectionError("the network is down")

    published.send(data={"post": "p1"})
    drain()
    assert len(attempts) == 3
    assert Stamp.objects.count() == 1
    assert Delivery.objects.get().delivered_at is not None


@pytest.mark.django_db(transaction=True)
def test_event_delivered_twice_takes_effect_once(published):
    published.handler("points.score")(lambda event: effect())
    sent = published.send(data={"post": "p1"})
    drain()
    Job.objects.create(name="points.score", payload={"event": str(sent)})
    drain()
    assert Stamp.objects.count() == 1


@pytest.mark.django_db
def test_each_handler_is_owed_the_event_once_and_fails_alone(published):
    heard = []
    published.handler("a.hear")(lambda event: heard.append("a"))

    @published.handler("b.fail", retries=1, backoff=timedelta(0))
    def fail(event):
        raise ValueError

    published.send(data={"post": "p1"})
    drain()
    assert heard == ["a"]
    assert Job.objects.get(name="b.fail").state == JobState.DEAD
    assert Delivery.objects.get(handler="b.fail").delivered_at is None


@pytest.mark.django_db
def test_handler_registered_later_hears_of_older_events_only_when_asked(published):
    heard = []
    published.send(data={"post": "old"})
    published.handler("points.score")(lambda event: heard.append(event.data["post"]))
    published.send(data={"post": "new"})
    drain()
    assert heard == ["new"]
    since = timezone.now() - timedelta(days=1)
    assert outbox.backfill("forums.post_published", 1, "points.score", since=since) == 1
    assert outbox.backfill("forums.post_published", 1, "points.score", since=since) == 0
    drain()
    assert heard == ["new", "old"]


@pytest.mark.django_db
def test_another_version_is_another_event(published):
    heard = []
    second = Event("forums.post_published", 2, fields={}, doc="Version two.")
    second.handler("points.second")(heard.append)
    published.send(data={"post": "p1"})
    drain()
    assert heard == []
    assert all_events() == [published, second]
    assert second.handlers == ["points.second"]


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"post": "p1", "more": 1}, {"pots": "p1"}])
def test_data_must_have_the_declared_keys(published, data):
    with pytest.raises(TypeError, match=r"forums\.post_published"):
        published.send(data=data)


def test_names_are_taken_once(published):
    published.handler("points.score")(lambda event: None)
    with pytest.raises(ImproperlyConfigured, match=r"points\.score"):
        published.handler("points.score")(lambda event: None)
    with pytest.raises(ImproperlyConfigured, match=r"forums\.post_published"):
        Event("forums.post_published", fields={}, doc="Again.")


@pytest.mark.django_db
def test_sending_costs_a_fixed_number_of_statements(published, django_assert_num_queries):
    published.handler("points.score")(lambda event: None)
    with django_assert_num_queries(3):
        published.send(data={"post": "p1"})
