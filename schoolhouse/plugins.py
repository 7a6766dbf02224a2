"""What a plugin is.

A folder in ``plugins/``, or an installed package with an entry point in the group ``schoolhouse.plugins`` that reads
``reply_points = "reply_points.apps:ReplyPointsConfig"``. Its ``apps.py``:

    class ReplyPointsConfig(PluginConfig):
        name = "plugins.reply_points"
        label = "reply_points"
        verbose_name = _("Points for replies")
        requires_api = ">=0.1,<0.2"
        scope = "class"

        def register(self) -> None:
            from plugins.reply_points import handlers  # noqa: F401

Only its ``apps.py`` runs while settings load, so that it imports neither models nor another app there. Its
``models.py``, ``wagtail_hooks.py``, ``urls.py`` (found below ``/plugins/<label>/``), ``jobs.py``, ``handlers.py``,
``templatetags/``, ``migrations/``, ``templates/``, ``static/`` and ``locale/`` are loaded by name.
"""

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, ClassVar, Literal

from django.apps import AppConfig, apps
from django.forms import Form
from django.utils.module_loading import import_string

from schoolhouse import quarantine
from schoolhouse.discovery import trial, verdicts
from schoolhouse.discovery.candidates import Malformed

logger = logging.getLogger(__name__)

Scope = Literal["server", "site", "class"]


class PluginConfig(AppConfig):
    """The app configuration of a plugin.

    ``version`` is its own, needed only where no distribution has one.
    ``requires_api`` is a version specifier (PEP 440) for ``schoolhouse.API_VERSION``. ``scope`` says how far down it
    can be switched on and off: for the server, for each site, for each training class. ``active_by_default`` says
    whether it is on where nobody has decided. ``settings_form`` is the dotted path of a Django form, whose fields are
    the plugin's settings and whose ``initial`` their defaults; values must be such as JSON can hold, or Decimals and
    dates, which come back as text. ``verbose_name`` is its name on screen, ``description`` a sentence about it.
    """

    version: ClassVar[str] = ""
    requires_api: ClassVar[str] = ""
    scope: ClassVar[Scope] = "server"
    active_by_default: ClassVar[bool] = True
    settings_form: ClassVar[str] = ""
    description: Any = ""
    default_auto_field = "django.db.models.BigAutoField"
    starts_itself = True

    def register(self) -> None:
        """Register extensions and handlers; called once, when every app and model is loaded."""

    def import_models(self) -> None:
        """Load ``models.py``, for Django."""
        with self._starting("models.py"):
            super().import_models()

    def ready(self) -> None:
        """Start the plugin, for Django: its hooks, jobs and handlers, and what it registers."""
        if trial.runs() and trial.failed(self.label):
            return
        from schoolhouse.gates import calls, signals

        with self._starting("wagtail_hooks.py"):
            self._load("wagtail_hooks")
            calls.gate_hooks(self.label)
        with calls.jobs_of(self.label):
            for module in ("extension_points", "events", "jobs", "handlers"):
                with self._starting(f"{module}.py"):
                    self._load(module)
            with self._starting("register()"):
                self._register()
        signals.gate_signals(self.label, self.name)

    @property
    def installed_version(self) -> str:
        """The version of the distribution that brought it, else its own; empty where neither says one."""
        candidate = quarantine.candidates.get(self.label)
        return (candidate.version if candidate else "") or self.version

    def settings_form_class(self) -> type[Form] | None:
        """Return the form of its settings, or ``None`` where it has none; raises what importing it raises."""
        return import_string(self.settings_form) if self.settings_form else None

    def _register(self) -> None:
        """Call ``register``; raises ``Malformed`` for what it registers under another's name, where nobody finds it."""
        from schoolhouse.extension_points import all_points

        known = {id(extension) for point in all_points() for extension in point.extensions()}
        self.register()
        for point in all_points():
            for extension in point.extensions():
                if id(extension) not in known and extension.plugin != self.label:
                    raise Malformed(
                        f"“{extension.name}” at {point.name} must be registered by “{self.label}”, its name."
                    )

    def _load(self, module: str) -> None:
        if find_spec(f"{self.name}.{module}"):
            importlib.import_module(f"{self.name}.{module}")

    @contextmanager
    def _starting(self, what: str) -> Iterator[None]:
        """Run some of the plugin's code while the site starts.

        A trial writes a failure down. Elsewhere it comes as a surprise, as the trial went well: what has been loaded
        cannot be unloaded, so it is remembered, and ``PluginFailed`` asks for another start, without this plugin.
        """
        if trial.runs():
            with trial.step(self.label, what):
                yield
            return
        try:
            yield
        except (Exception, SystemExit) as error:
            reason = f"{what}: {type(error).__name__}: {error}"
            if not quarantine.strict():
                verdicts.condemn(self.label, reason, quarantine.candidates.values())
            raise quarantine.PluginFailed(f"The plugin “{self.label}” failed: {reason}") from error


def plugins() -> list[PluginConfig]:
    """Return the plugins that this process runs with, in the order of their names."""
    return sorted(
        (config for config in apps.get_app_configs() if isinstance(config, PluginConfig)),
        key=lambda config: config.name,
    )


def plugin(label: str) -> PluginConfig | None:
    """Return the plugin of that name, or ``None`` where none runs under it."""
    config = apps.app_configs.get(label)
    return config if isinstance(config, PluginConfig) else None


def owner_of(thing: Any) -> str:
    """Return the label of the plugin in whose package a function, class or instance was defined; empty for others'."""
    module = getattr(thing, "__module__", None) or ""
    return next((config.label for config in plugins() if f"{module}.".startswith(f"{config.name}.")), "")


__all__ = ["PluginConfig", "Scope", "owner_of", "plugin", "plugins"]
