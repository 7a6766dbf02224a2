"""Work done apart from the request: jobs, schedules and the outbox.

    from foundation.jobs import enqueue, job, schedule

    @job("classes.expire_offers", retries=5, time_limit=timedelta(minutes=2))
    def expire_offers(*, training_class: str) -> None: ...

    enqueue("classes.expire_offers", {"training_class": str(public_id)}, key=f"expire:{public_id}")

Jobs are declared in an app's ``jobs.py``, which is imported at start-up, and called with the payload as keyword
arguments. A job is run at least once: one whose worker is killed after its effect and before its mark is run again,
so it must bear that. ``docs/decisions/0011-jobs-on-the-database.md`` says why it is so.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from foundation.jobs.registry import job, schedule

if TYPE_CHECKING:
    from foundation.jobs.models import Job

__all__ = ["drain", "enqueue", "job", "schedule"]


def enqueue(
    name: str, payload: Mapping[str, Any] | None = None, *, key: str | None = None, run_after: datetime | None = None
) -> "Job":
    """Have the job ``name`` run by a worker, after the current transaction has committed.

    ``payload`` must be JSON (UUIDs, dates and Decimals become text). ``key`` names the work: while a job with this key
    waits, another is not added and the waiting one is returned; jobs with one key never run at the same time.
    ``run_after`` is the earliest moment, as an aware time. Raises ``LookupError`` for a name that no job has.
    """
    from foundation.jobs import queue  # the app registry is not ready when this package is imported

    return queue.enqueue(name, payload, key=key, run_after=run_after)


def drain(limit: int = 1000) -> int:
    """Run jobs that are due in this process until none is left, at most ``limit``; return how many were run.

    For tests and for loading data. Time limits are kept by ``manage.py worker`` only.
    """
    from foundation.jobs import execution

    return execution.drain(limit)
