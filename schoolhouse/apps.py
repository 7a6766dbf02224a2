"""App configuration of the public API."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _

from schoolhouse.discovery.unmigrated import leave_out_unmigrated


class SchoolhouseConfig(AppConfig):
    """The public API that rooms and plugins stand on."""

    name = "schoolhouse"
    verbose_name = _("Plugins")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        leave_out_unmigrated()

    def ready(self) -> None:
        """Import what every room offers, tells and listens to; plugins start after the rooms, by themselves."""
        from schoolhouse import checks, quarantine  # noqa: F401
        from schoolhouse.plugins import PluginConfig

        quarantine.tell()
        self._watch_what_plugins_leave()
        for module in ("extension_points", "events", "handlers"):
            for config in apps.get_app_configs():
                if not isinstance(config, PluginConfig) and find_spec(f"{config.name}.{module}"):
                    import_module(f"{config.name}.{module}")

    def _watch_what_plugins_leave(self) -> None:
        from wagtail.models import Page

        from schoolhouse.leftovers import guard, records
        from schoolhouse.leftovers.mending import mend

        post_migrate.connect(records.remember_plugins, sender=self)
        pre_save.connect(guard.refuse_to_copy, sender=Page)
        mend()
