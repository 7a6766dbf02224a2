"""Who is at work: heartbeats of workers and schedulers, and what the scheduler has already fired."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProcessKind(models.TextChoices):
    """What a process does."""

    WORKER = "worker", _("Worker")
    SCHEDULER = "scheduler", _("Scheduler")


class ProcessQuerySet(models.QuerySet["Process"]):
    """Heartbeats."""

    def alive(self, within: timedelta = timedelta(seconds=30)) -> "ProcessQuerySet":
        """Keep the processes that were heard of lately."""
        return self.filter(seen_at__gte=timezone.now() - within)


class Process(models.Model):
    """A worker or scheduler and when it was last heard of."""

    id = models.CharField(max_length=100, primary_key=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProcessKind.choices)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now, db_index=True)

    objects = ProcessQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def __str__(self) -> str:
        return self.id


class LeaderLease(models.Model):
    """Which of several processes leads; the next may take over when ``until`` has passed."""

    name = models.CharField(max_length=50, primary_key=True)
    holder = models.CharField(_("holder"), max_length=100)
    until = models.DateTimeField(_("until"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class ScheduleMark(models.Model):
    """The last slot for which a schedule was fired."""

    name = models.CharField(max_length=150, primary_key=True)
    last_slot = models.DateTimeField(_("last slot"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.name
