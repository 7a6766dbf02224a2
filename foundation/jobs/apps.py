"""App configuration of the job queue."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Tasks, schedules and the outbox."""

    name = "foundation.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Import every app's ``jobs.py``."""
        autodiscover_modules("jobs")
