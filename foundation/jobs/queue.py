"""The life of a job on the database: enqueued, claimed, finished, retried, recovered.

Every change of state is a compare-and-swap, so that two workers can never both have a job, whatever the database.
"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from foundation.jobs import registry
from foundation.jobs.models import Job, JobState

logger = logging.getLogger(__name__)

LONGEST_ERROR = 8000


def enqueue(
    name: str, payload: Mapping[str, Any] | None = None, *, key: str | None = None, run_after: datetime | None = None
) -> Job:
    """See ``foundation.jobs.enqueue``."""
    spec = registry.find(name)
    job = Job(name=name, payload=dict(payload or {}), key=key, priority=spec.priority)
    if run_after is not None:
        job.run_after = run_after
    return add(job)


def add(job: Job) -> Job:
    """Insert ``job``, or return the waiting one that has its key."""
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=job.key is not None)
        if job.key is None:
            return job
        waiting = Job.objects.filter(key=job.key, state=JobState.WAITING).first()
        if waiting is not None:
            return waiting
        # The one in our way was claimed meanwhile, or ours was.
        if Job.objects.filter(pk=job.pk).exists():
            return job


def claim(worker: str) -> Job | None:
    """Take the next job that is due and known to this process for ``worker``; ``None`` when there is none.

    Jobs that no code here knows wait for a worker that does: a plugin switched off for a while loses nothing.
    """
    now = timezone.now()
    due = Job.objects.due(now, list(registry.jobs))
    if not connection.features.has_select_for_update_skip_locked:
        # Look before taking the write lock; whoever comes second changes no row and looks again.
        while (job := due.first()) is not None:
            if _take(job, worker, now):
                return job
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=True, of=("self",)).first()
        if job is not None and _take(job, worker, now):
            return job
    return None


def _take(job: Job, worker: str, now: datetime) -> bool:
    """Make ``job`` running, in the table and in memory; say whether it was still to be had."""
    changes = {
        "worker": worker,
        "attempts": job.attempts + 1,
        "started_at": now,
        "leased_until": now + registry.find(job.name).lease,
    }
    if not Job.objects.filter(pk=job.pk, attempts=job.attempts).move(JobState.RUNNING, **changes):
        return False
    job.state = JobState.RUNNING
    for field, value in changes.items():
        setattr(job, field, value)
    return True


def succeed(job: Job) -> bool:
    """Mark ``job`` done; ``False`` when it was no longer this worker's."""
    finished = Job.objects.held(job).move(JobState.DONE, finished_at=timezone.now(), leased_until=None, last_error="")
    return bool(finished)


def fail(job: Job, error: str, *, retry: bool = True) -> JobState | None:
    """Send ``job`` back to wait for its next attempt, or bury it after the last; ``None`` when it was not ours.

    ``error`` is what administrators read; only its end is kept when it is long.
    """
    error = error[-LONGEST_ERROR:]
    spec = registry.jobs.get(job.name)
    now = timezone.now()
    if retry and (spec is None or job.attempts <= spec.retries):
        pause = spec.pause(job.attempts) if spec else timedelta(minutes=1)
        return _wait_again(job, run_after=now + pause, last_error=error)
    moved = Job.objects.held(job).move(JobState.DEAD, finished_at=now, leased_until=None, last_error=error)
    if moved:
        logger.error("Job %s (%s) failed for good after %s attempts: %s", job.title, job.pk, job.attempts, _last(error))
    return JobState.DEAD if moved else None


def lose(job: Job, reason: str) -> JobState | None:
    """As ``fail``, for a job whose process was killed or has crashed: nobody else will say so."""
    spec = registry.jobs.get(job.name)
    logger.warning("Job %s (%s) was lost at attempt %s: %s", job.title, job.pk, job.attempts, reason)
    state = fail(job, reason)
    if spec and spec.lost and state is not None:
        spec.lost(reason)
    return state


def give_back(job: Job, reason: str) -> JobState | None:
    """Let another worker start ``job`` at once: this one stops, which is no fault of the job."""
    return _wait_again(job, run_after=timezone.now(), last_error=reason, attempts=max(job.attempts - 1, 0))


def _wait_again(job: Job, **changes: Any) -> JobState | None:
    """Make ``job`` wait, or discard it where another with its key already waits and will do the same work."""
    with transaction.atomic():
        if job.key and Job.objects.select_for_update().filter(key=job.key, state=JobState.WAITING).exists():
            changes.pop("run_after")
            moved = Job.objects.held(job).move(
                JobState.DISCARDED, finished_at=timezone.now(), leased_until=None, **changes
            )
            return JobState.DISCARDED if moved else None
        moved = Job.objects.held(job).move(JobState.WAITING, leased_until=None, **changes)
        return JobState.WAITING if moved else None


def renew(job: Job) -> bool:
    """Prolong the lease of a job at work; ``False`` when it was taken away."""
    lease = registry.find(job.name).lease
    return bool(Job.objects.held(job).update(leased_until=timezone.now() + lease))


def recover() -> int:
    """Send back the jobs of workers that were killed or cut off; return how many."""
    lapsed = list(Job.objects.lapsed(timezone.now())[:100])
    for job in lapsed:
        logger.warning("Job %s (%s) was left by worker %s", job.title, job.pk, job.worker)
        fail(job, f"The worker {job.worker} ended or was cut off before it finished.")
    return len(lapsed)


def retry(job_id: uuid.UUID) -> bool:
    """Give a failed job all its attempts again; ``False`` when it is not failed or its key already waits."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.DEAD).first()
        if job is None or (job.key and Job.objects.filter(key=job.key, state=JobState.WAITING).exists()):
            return False
        again = {"attempts": 0, "run_after": timezone.now(), "finished_at": None}
        return bool(Job.objects.filter(pk=job_id).move(JobState.WAITING, **again))


def discard(job_id: uuid.UUID) -> bool:
    """Give up a waiting or failed job; ``False`` when it runs or is finished."""
    idle = Job.objects.filter(pk=job_id).exclude(state=JobState.RUNNING)
    return bool(idle.move(JobState.DISCARDED, finished_at=timezone.now()))


def _last(error: str) -> str:
    """Return the last line of a traceback: what went wrong."""
    lines = error.strip().splitlines()
    return lines[-1] if lines else ""
