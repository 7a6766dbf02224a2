import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from foundation.jobs import job, registry, schedule, scheduler
from foundation.jobs.jobs import prune
from foundation.jobs.models import Delivery, Job, JobState, LeaderLease, OutboxEvent, Process, ScheduleMark

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "jobs", dict(registry.jobs))
    monkeypatch.setattr(registry, "schedules", {})


@pytest.fixture
def hourly():
    schedule("test.hourly", every=timedelta(hours=1))(lambda: None)
    return registry.schedules["test.hourly"]


def at(hour, minute=0, day=10):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_slot_of_every_is_the_last_multiple(hourly):
    assert hourly.slot(at(5, 59)) == at(5)
    assert hourly.slot(at(6)) == at(6)


def test_slot_of_at_is_in_the_servers_time_zone(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    schedule("test.nightly", at="03:30")(lambda: None)
    spec = registry.schedules["test.nightly"]
    assert spec.slot(datetime(2026, 3, 10, 3, 29, tzinfo=SHANGHAI)) == datetime(2026, 3, 9, 3, 30, tzinfo=SHANGHAI)
    assert spec.slot(datetime(2026, 3, 10, 3, 30, tzinfo=SHANGHAI)) == datetime(2026, 3, 10, 3, 30, tzinfo=SHANGHAI)


def test_slot_of_at_comes_once_a_day_over_a_change_of_clocks(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    schedule("test.nightly", at="02:30")(lambda: None)
    spec = registry.schedules["test.nightly"]
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    slots = {spec.slot(start + timedelta(minutes=5 * step)).timestamp() for step in range(12 * 24 * 2)}
    assert len(slots) == 3


def test_schedule_keeps_the_options_of_its_job():
    @schedule("test.both", at="03:30")
    @job("test.both", retries=1)
    def both():
        pass

    assert registry.find("test.both").retries == 1


@pytest.mark.parametrize("when", [{}, {"every": timedelta(hours=1), "at": "03:30"}, {"every": timedelta(0)}])
def test_schedule_needs_one_time(when):
    with pytest.raises(ImproperlyConfigured, match=r"test\.odd"):
        schedule("test.odd", **when)


@pytest.mark.django_db
def test_slot_fires_once_and_the_first_sight_not_at_all(hourly):
    assert scheduler.fire(at(5, 30)) == []
    assert scheduler.fire(at(5, 59)) == []
    assert scheduler.fire(at(6, 0)) == ["test.hourly"]
    assert scheduler.fire(at(6, 1)) == []
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_slots_missed_are_made_up_for_once(hourly):
    scheduler.fire(at(5))
    assert scheduler.fire(at(12, 30)) == ["test.hourly"]
    assert scheduler.fire(at(12, 31)) == []
    assert ScheduleMark.objects.get().last_slot == at(12)


@pytest.mark.django_db
def test_slot_fired_by_another_is_not_fired_again(hourly):
    scheduler.fire(at(5))
    ScheduleMark.objects.update(last_slot=at(6))
    assert scheduler._fire_one(hourly, at(6)) is False


@pytest.mark.django_db
def test_one_leads_until_it_is_silent_for_too_long():
    now = timezone.now()
    assert scheduler.lead("a", now) is True
    assert scheduler.lead("b", now) is False
    assert scheduler.lead("a", now + timedelta(seconds=10)) is True
    assert scheduler.lead("b", now + timedelta(seconds=20)) is False
    assert scheduler.lead("b", now + timedelta(seconds=26)) is True
    assert scheduler.lead("a", now + timedelta(seconds=27)) is False
    scheduler.resign("b")
    assert LeaderLease.objects.count() == 0


@pytest.mark.django_db
def test_prune_keeps_what_is_still_needed():
    old = timezone.now() - timedelta(days=40)
    for state in JobState:
        Job.objects.create(name="x.old", state=state, finished_at=old, leased_until=old)
    Job.objects.create(name="x.new", state=JobState.DONE, finished_at=timezone.now())
    delivered = OutboxEvent.objects.create(name="x.delivered", occurred_at=old)
    Delivery.objects.create(event=delivered, handler="h", delivered_at=old)
    owed = OutboxEvent.objects.create(name="x.owed", occurred_at=old)
    Delivery.objects.create(event=owed, handler="h", job=Job.objects.get(name="x.old", state=JobState.DEAD))
    OutboxEvent.objects.create(name="x.recent")
    Process.objects.create(pk="long gone", kind="worker", seen_at=old)
    prune()
    kept = set(Job.objects.values_list("name", "state"))
    assert kept == {("x.old", "waiting"), ("x.old", "running"), ("x.old", "dead"), ("x.new", "done")}
    assert set(OutboxEvent.objects.values_list("name", flat=True)) == {"x.owed", "x.recent"}
    assert Process.objects.count() == 0
