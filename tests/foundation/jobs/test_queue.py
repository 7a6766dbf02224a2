from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.jobs import drain, enqueue, job, queue, registry
from foundation.jobs.models import EDGES, Job, JobState

calls = []


@pytest.fixture(autouse=True)
def declared_jobs(monkeypatch):
    monkeypatch.setattr(registry, "jobs", dict(registry.jobs))
    calls.clear()

    @job("test.note")
    def note(**payload):
        calls.append(payload)

    @job("test.break", retries=2, backoff=timedelta(0))
    def break_down():
        calls.append("broke")
        raise ValueError("no such 单位")

    @job("test.urgent", priority=10)
    def urgent():
        calls.append("urgent")


@pytest.mark.django_db
def test_job_receives_its_payload_once():
    enqueue("test.note", {"learner": "a", "count": 2})
    assert drain() == 1
    assert drain() == 0
    assert calls == [{"learner": "a", "count": 2}]
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_enqueue_refuses_a_name_that_no_job_has():
    with pytest.raises(LookupError, match=r"test\.typo"):
        enqueue("test.typo")


@pytest.mark.django_db
def test_enqueue_with_a_key_keeps_one_waiting_job():
    first = enqueue("test.note", {"turn": 1}, key="class:1")
    again = enqueue("test.note", {"turn": 2}, key="class:1")
    other = enqueue("test.note", {"turn": 3}, key="class:2")
    assert again.pk == first.pk
    assert other.pk != first.pk
    drain()
    assert calls == [{"turn": 1}, {"turn": 3}]


@pytest.mark.django_db
def test_enqueue_with_the_key_of_a_running_job_waits_for_it():
    enqueue("test.note", key="class:1")
    running = queue.claim("w1")
    later = enqueue("test.note", key="class:1")
    assert later.pk != running.pk
    assert queue.claim("w2") is None
    queue.succeed(running)
    assert queue.claim("w2").pk == later.pk


@pytest.mark.django_db
def test_failed_job_gives_way_to_one_that_waits_with_its_key():
    enqueue("test.note", key="class:1")
    running = queue.claim("w1")
    enqueue("test.note", key="class:1")
    assert queue.fail(running, "broke") == JobState.DISCARDED
    assert Job.objects.filter(state=JobState.WAITING).count() == 1


@pytest.mark.django_db
def test_job_with_run_after_waits():
    enqueue("test.note", run_after=timezone.now() + timedelta(hours=1))
    assert drain() == 0


@pytest.mark.django_db
def test_job_of_higher_priority_goes_first():
    enqueue("test.note")
    enqueue("test.urgent")
    drain()
    assert calls == ["urgent", {}]


@pytest.mark.django_db
def test_failing_job_is_buried_after_its_retries():
    enqueue("test.break")
    assert drain() == 3
    row = Job.objects.get()
    assert (row.state, row.attempts) == (JobState.DEAD, 3)
    assert "no such 单位" in row.last_error


@pytest.mark.django_db
def test_failing_job_waits_longer_each_time(monkeypatch):
    @job("test.slow", retries=3, backoff=timedelta(seconds=10))
    def slow():
        raise ValueError

    enqueue("test.slow")
    drain()
    spec = registry.find("test.slow")
    assert timedelta(seconds=8) < Job.objects.get().run_after - timezone.now() < timedelta(seconds=12)
    assert timedelta(seconds=35) < spec.pause(3) < timedelta(seconds=45)
    assert spec.pause(60) < timedelta(hours=7)


@pytest.mark.django_db
def test_job_unknown_here_waits_for_a_worker_that_knows_it():
    Job.objects.create(name="gone_plugin.work")
    assert drain() == 0
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.django_db
def test_lapsed_lease_puts_the_job_back_and_shuts_the_old_worker_out():
    enqueue("test.note")
    lost = queue.claim("killed")
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert queue.recover() == 1
    Job.objects.update(run_after=timezone.now())
    taken = queue.claim("next")
    assert taken.pk == lost.pk
    assert queue.succeed(lost) is False
    assert queue.renew(lost) is False
    assert queue.fail(lost, "late") is None
    assert queue.succeed(taken) is True


@pytest.mark.django_db
def test_job_that_kills_its_worker_every_time_is_buried():
    enqueue("test.break")
    for _attempt in range(3):
        Job.objects.update(run_after=timezone.now())
        queue.claim("killed")
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        queue.recover()
    assert Job.objects.get().state == JobState.DEAD


@pytest.mark.django_db
def test_given_back_job_has_lost_no_attempt():
    enqueue("test.note")
    queue.give_back(queue.claim("stopping"), "stopped")
    again = queue.claim("next")
    assert again.attempts == 1


@pytest.mark.django_db
def test_retry_and_discard_move_failed_jobs_only_along_the_edges():
    enqueue("test.break")
    drain()
    row = Job.objects.get()
    assert queue.retry(row.pk) is True
    assert queue.retry(row.pk) is False
    assert queue.discard(row.pk) is True
    assert queue.discard(row.pk) is False
    assert Job.objects.get().state == JobState.DISCARDED


@pytest.mark.django_db
@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("to", JobState)
def test_move_follows_the_table_of_edges(state, to):
    Job.objects.create(name="test.note", state=state, leased_until=timezone.now())
    assert Job.objects.move(to, leased_until=timezone.now()) == int(to in EDGES[state])


@pytest.mark.django_db(transaction=True)
def test_enqueued_job_vanishes_with_its_transaction():
    from django.db import transaction

    with transaction.atomic():
        enqueue("test.note")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_job_name_taken_by_another_function_is_refused():
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match=r"test\.note"):
        job("test.note")(lambda: None)
