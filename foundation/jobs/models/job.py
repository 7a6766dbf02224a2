"""The queue."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Failed")
    DISCARDED = "discarded", _("Discarded")


# From which state a job may go where. Everything else is a fault of the program.
EDGES: dict[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING, JobState.DISCARDED}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.WAITING, JobState.DEAD, JobState.DISCARDED}),
    JobState.DEAD: frozenset({JobState.WAITING, JobState.DISCARDED}),
    JobState.DONE: frozenset(),
    JobState.DISCARDED: frozenset(),
}


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by what may happen to them."""

    def due(self, now: datetime, names: Collection[str]) -> "JobQuerySet":
        """Keep jobs of these names that may start at ``now``, first come first; one of each key at a time."""
        same_key = Job.objects.filter(state=JobState.RUNNING, key=models.OuterRef("key"))
        return (
            self.filter(state=JobState.WAITING, run_after__lte=now, name__in=names)
            .exclude(models.Exists(same_key))
            .order_by("-priority", "run_after")
        )

    def lapsed(self, now: datetime) -> "JobQuerySet":
        """Keep running jobs whose worker has been silent for longer than their lease."""
        return self.filter(state=JobState.RUNNING, leased_until__lt=now)

    def held(self, job: "Job") -> "JobQuerySet":
        """Keep ``job``, if it is still this worker's and this attempt's."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)

    def move(self, to: JobState, **changes: Any) -> int:
        """Move those that may go to state ``to`` there and return how many: a compare-and-swap in one statement."""
        sources = [state for state, targets in EDGES.items() if to in targets]
        return self.filter(state__in=sources).update(state=to, **changes)


class Job(models.Model):
    """A piece of work for a worker.

    ``attempts`` counts the starts; with ``worker`` it says whose the job is, so that a worker which lost it cannot
    mark it any more. ``key`` is unique among waiting jobs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    payload = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(_("key"), max_length=200, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    priority = models.SmallIntegerField(_("priority"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("enqueued"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint("key", condition=Q(state="waiting"), name="jobs_job_key_unique_while_waiting"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False), name="jobs_job_running_has_lease"
            ),
        ]
        # Not partial: SQLite would not use a partial one for a state given as a parameter.
        indexes = [
            models.Index(fields=["state", "-priority", "run_after"], name="jobs_job_due"),
            models.Index(fields=["state", "leased_until"], name="jobs_job_lapsed"),
            models.Index(fields=["-created_at"], name="jobs_job_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What the job does: the function's path where it came through django-tasks, else its name."""
        return str(self.payload.get("task") or self.name)
