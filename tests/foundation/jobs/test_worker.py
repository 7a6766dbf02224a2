"""Real processes: workers and schedulers are started, killed and stopped as in a school."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

import tests.foundation.jobs.worker_jobs  # noqa: F401
from foundation.jobs import enqueue
from foundation.jobs.models import Job, JobState, LeaderLease, Process, ScheduleMark

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trace(tmp_path):
    path = tmp_path / "trace"
    path.touch()
    return path


@pytest.fixture
def start(trace):
    """Give a function that starts a command on this test's database; whatever still runs is killed in the end."""
    started = []

    def start_command(*arguments):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
            "DATABASE_URL": database_url(),
            "TRACE": str(trace),
        }
        command = [sys.executable, str(ROOT / "tests/foundation/jobs/run_process.py"), *arguments]
        process = subprocess.Popen(command, env=environment, cwd=ROOT)
        started.append(process)
        return process

    yield start_command
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def database_url():
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    config = connection.settings_dict
    # The host may be the folder of a socket.
    place = f"{quote(config['HOST'], safe='')}:{config['PORT']}".rstrip(":")
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{place}/{config['NAME']}"


def wait_until(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("It did not come to pass in time.")


def words(trace):
    return trace.read_text().split()


def test_drain_runs_all_that_is_due_and_ends(start, trace):
    for number in range(20):
        enqueue("test.trace", {"word": f"w{number}"})
    assert start("worker", "--drain").wait(60) == 0
    assert sorted(words(trace)) == sorted(f"w{number}" for number in range(20))
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_once_runs_one_job_and_ends(start, trace):
    enqueue("test.trace", {"word": "a"})
    enqueue("test.trace", {"word": "b"})
    assert start("worker", "--once").wait(60) == 0
    assert len(words(trace)) == 1


def test_two_workers_never_run_one_job_twice(start, trace):
    for number in range(150):
        enqueue("test.trace", {"word": f"w{number}"})
    workers = [start("worker", "--drain", "--processes", "3") for _worker in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert sorted(words(trace)) == sorted(f"w{number}" for number in range(150))


def test_job_of_a_killed_worker_is_recovered_by_another(start, trace):
    enqueue("test.sleep", {"seconds": 4})
    killed = start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: words(trace) == ["start"])
    killed.send_signal(signal.SIGKILL)
    start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: words(trace) == ["start", "start", "end"], 40)
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    assert Job.objects.get().attempts == 2


def test_job_over_its_time_limit_is_killed_and_the_worker_lives_on(start, trace):
    enqueue("test.endless")
    enqueue("test.trace", {"word": "other"})
    start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: Job.objects.filter(state=JobState.DEAD).exists())
    wait_until(lambda: "other" in words(trace))
    dead = Job.objects.get(state=JobState.DEAD)
    assert dead.attempts == 2
    assert "time limit of 1 seconds" in dead.last_error
    wait_until(lambda: trace.read_text().count("lost: Killed after its time limit of 1 seconds.") == 2)


def test_job_that_crashes_its_process_is_buried_and_the_worker_lives_on(start, trace):
    enqueue("test.crash")
    start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: Job.objects.get().state == JobState.DEAD)
    assert "exit code 7" in Job.objects.get().last_error
    wait_until(lambda: trace.read_text().count("lost: Its process ended with exit code 7.") == 2)


def test_lease_of_a_long_job_is_prolonged(start, trace):
    enqueue("test.sleep", {"seconds": 6})
    start("worker", "--processes", "1", "--poll", "0.1")
    start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: words(trace) == ["start", "end"], 40)
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    assert Job.objects.get().attempts == 1


def test_sigterm_lets_the_job_at_work_finish(start, trace):
    enqueue("test.sleep", {"seconds": 2})
    enqueue("test.trace", {"word": "later"}, run_after=timezone.now() + timezone.timedelta(seconds=1))
    worker = start("worker", "--processes", "1", "--poll", "0.1")
    wait_until(lambda: words(trace) == ["start"])
    assert Process.objects.alive().count() == 1
    worker.terminate()
    assert worker.wait(30) == 0
    assert words(trace) == ["start", "end"]
    assert Process.objects.count() == 0


def test_sigterm_gives_back_a_job_that_takes_longer_than_the_grace(start, trace):
    enqueue("test.sleep", {"seconds": 60})
    worker = start("worker", "--processes", "1", "--poll", "0.1", "--grace", "1")
    wait_until(lambda: words(trace) == ["start"])
    worker.terminate()
    assert worker.wait(30) == 0
    row = Job.objects.get()
    assert (row.state, row.attempts) == (JobState.WAITING, 0)


def test_two_schedulers_fire_each_slot_once(start):
    schedulers = [start("scheduler", "--tick", "0.2") for _scheduler in range(2)]
    wait_until(lambda: Process.objects.alive().count() == 2)
    assert LeaderLease.objects.count() == 1
    fired = set()

    def four_slots_passed():
        fired.add(ScheduleMark.objects.filter(name="test.tick").values_list("last_slot", flat=True).first())
        Job.objects.filter(name="test.tick", state=JobState.WAITING).update(key=None)
        return len(fired - {None}) >= 4

    wait_until(four_slots_passed, 40)
    leader = LeaderLease.objects.get().holder.split(":")[1]
    slots = len(fired - {None}) - 1
    assert slots <= Job.objects.filter(name="test.tick").count() <= slots + 1
    for scheduler in schedulers:
        if str(scheduler.pid) == leader:
            scheduler.terminate()
            scheduler.wait(20)
    wait_until(lambda: LeaderLease.objects.exclude(holder__contains=f":{leader}:").exists(), 30)
