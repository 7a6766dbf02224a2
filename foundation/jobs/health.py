"""Whether jobs are being done."""

from datetime import timedelta
from typing import TypedDict

from django.utils import timezone

from foundation.jobs.models import Job, JobState, Process, ProcessKind

LATE = timedelta(minutes=10)


class Health(TypedDict):
    """What a watcher or an administrator wants to know: counts of processes and of jobs."""

    workers: int
    schedulers: int
    failed: int
    late: int


def health() -> Health:
    """Count the workers and schedulers heard of within half a minute, the failed jobs and those long overdue."""
    kinds = list(Process.objects.alive().values_list("kind", flat=True))
    overdue = Job.objects.filter(state=JobState.WAITING, run_after__lt=timezone.now() - LATE)
    return Health(
        workers=kinds.count(ProcessKind.WORKER),
        schedulers=kinds.count(ProcessKind.SCHEDULER),
        failed=Job.objects.filter(state=JobState.DEAD).count(),
        late=overdue.count(),
    )
