"""App configuration of the job queue."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Tasks, schedules and the outbox."""

    name = "foundation.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Import the ``jobs.py`` of every app but those that start themselves."""
        for config in apps.get_app_configs():
            if not getattr(config, "starts_itself", False) and module_has_submodule(config.module, "jobs"):
                import_module(f"{config.name}.jobs")
