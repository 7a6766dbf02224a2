"""App configuration of the job queue."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Tasks, schedules and the outbox."""

    name = "foundation.jobs"
    label = "jobs"
