"""App configuration of the public API."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_migrate, pre_migrate, pre_save
from django.utils.translation import gettext_lazy as _

from schoolhouse.discovery.unmigrated import leave_out_unmigrated
from schoolhouse.gates import signals


class SchoolhouseConfig(AppConfig):
    """The public API that rooms and plugins stand on."""

    name = "schoolhouse"
    verbose_name = _("Plugins")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        leave_out_unmigrated()
        signals.watch()

    def ready(self) -> None:
        """Import what every room offers, tells and listens to; plugins start after the rooms, by themselves."""
        from schoolhouse import checks, quarantine  # noqa: F401
        from schoolhouse.faults.shown import register_failed_part
        from schoolhouse.plugins import PluginConfig

        quarantine.tell()
        register_failed_part()
        self._watch_what_plugins_leave()
        self._watch_where_plugins_are_on()
        for module in ("extension_points", "events", "handlers"):
            for config in apps.get_app_configs():
                if not isinstance(config, PluginConfig) and find_spec(f"{config.name}.{module}"):
                    import_module(f"{config.name}.{module}")

    def _watch_where_plugins_are_on(self) -> None:
        from wagtail.signals import post_page_move

        from schoolhouse.activation import read_anew
        from schoolhouse.models import PluginActivation

        post_page_move.connect(read_anew, dispatch_uid="schoolhouse.activation")
        post_delete.connect(read_anew, sender=PluginActivation, dispatch_uid="schoolhouse.activation")

    def _watch_what_plugins_leave(self) -> None:
        from wagtail.models import Page

        from schoolhouse.leftovers import guard, records
        from schoolhouse.leftovers.mending import mend

        pre_migrate.connect(signals.begin_migrating, sender=self)
        post_migrate.connect(signals.end_migrating, sender=self)
        post_migrate.connect(records.remember_plugins, sender=self)
        pre_save.connect(guard.refuse_to_copy, sender=Page)
        mend()
