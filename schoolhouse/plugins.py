"""What a plugin is.

A folder in ``plugins/`` with an ``apps.py``:

    class ReplyPointsConfig(PluginConfig):
        name = "plugins.reply_points"
        verbose_name = _("Points for replies")
        requires_api = ">=0.1,<0.2"
        scope = "class"

        def register(self) -> None:
            from plugins.reply_points import handlers  # noqa: F401

Only its ``apps.py`` runs while settings load, so that it imports neither models nor another app there.
"""

import logging
from typing import ClassVar, Literal

from django.apps import AppConfig, apps

from foundation.jobs import registry
from schoolhouse import quarantine
from schoolhouse.extension_points import all_points

logger = logging.getLogger(__name__)

Scope = Literal["server", "site", "class"]


class PluginConfig(AppConfig):
    """The app configuration of a plugin.

    ``requires_api`` is a version specifier (PEP 440) for ``schoolhouse.API_VERSION``; ``scope`` says where the plugin
    can be switched on and off. ``verbose_name`` is its name on screen.
    """

    requires_api: ClassVar[str] = ""
    scope: ClassVar[Scope] = "server"
    default_auto_field = "django.db.models.BigAutoField"

    def register(self) -> None:
        """Register extensions and handlers; called once, when every app and model is loaded."""


def plugins() -> list[PluginConfig]:
    """Return the plugins that are installed, in the order of their names."""
    return sorted(
        (config for config in apps.get_app_configs() if isinstance(config, PluginConfig)),
        key=lambda config: config.name,
    )


def register_all() -> None:
    """Call each plugin's ``register()``; one that fails is put in quarantine and what it registered is withdrawn."""
    for config in plugins():
        before = set(registry.jobs)
        try:
            config.register()
        except Exception as error:
            for point in all_points():
                point.withdraw(config.label)
            for name in registry.jobs.keys() - before:
                registry.forget(name)
            quarantine.add(config.label, f"register() failed: {error!r}")
