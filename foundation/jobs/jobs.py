"""Jobs of the queue itself."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from foundation.jobs.models import Delivery, Job, JobState, OutboxEvent, Process
from foundation.jobs.registry import job, schedule

KEEP_FINISHED = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)
KEEP_EVENTS = timedelta(days=30)
BATCH = 1000


@job("jobs.django_task", retries=4, backoff=timedelta(seconds=15))
def run_django_task(*, task: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run what was enqueued through django-tasks: Wagtail's index updates and the like."""
    from foundation.jobs.tasks_backend import call_task

    call_task(task, args, kwargs)


@schedule("jobs.prune", at="03:10")
@job("jobs.prune", time_limit=timedelta(minutes=30))
def prune() -> None:
    """Delete what nobody needs any more: finished jobs, delivered events, processes long gone."""
    now = timezone.now()
    finished = Q(state__in=[JobState.DONE, JobState.DISCARDED], finished_at__lt=now - KEEP_FINISHED)
    failed = Q(state=JobState.DEAD, finished_at__lt=now - KEEP_FAILED)
    owed = Delivery.objects.filter(
        event=OuterRef("pk"),
        delivered_at=None,
        job__state__in=[JobState.WAITING, JobState.RUNNING, JobState.DEAD],
    )
    old_events = OutboxEvent.objects.filter(~Exists(owed), occurred_at__lt=now - KEEP_EVENTS)
    for rows in (Job.objects.filter(finished | failed), old_events):
        while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
            rows.model._default_manager.filter(pk__in=ids).delete()
    Process.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
