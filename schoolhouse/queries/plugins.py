"""What there is to say about each plugin: for the admin's page, ``manage.py plugins`` and the bench."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.jobs import registry
from schoolhouse import quarantine
from schoolhouse.activation import is_active, is_on_somewhere
from schoolhouse.extension_points import all_points
from schoolhouse.models import PluginFault
from schoolhouse.plugins import PluginConfig, plugin

STATES = {
    "active": _("On"),
    "below": _("Only where switched on below"),
    "off": _("Off"),
    "left out": _("Left out"),
}


@dataclass
class PluginReport:
    """One plugin: ``state`` is a key of ``STATES``; ``reason`` says why it is left out; ``registered`` what it adds."""

    name: str
    title: Any
    description: Any
    origin: str
    version: str
    scope: str
    state: str
    reason: str = ""
    registered: list[str] = field(default_factory=list)
    faults: list[PluginFault] = field(default_factory=list)
    config: PluginConfig | None = None

    @property
    def state_label(self) -> Any:
        """The state in words."""
        return STATES[self.state]


def reports() -> list[PluginReport]:
    """Return a report on every plugin that was found, whether it runs or not, by name."""
    names = quarantine.candidates.keys() | quarantine.reasons.keys()
    faults: dict[str, list[PluginFault]] = {}
    for fault in PluginFault.objects.all():
        faults.setdefault(fault.plugin, []).append(fault)
    return [_report(name, faults.get(name, [])) for name in sorted(names)]


def report(name: str) -> PluginReport | None:
    """Return the report on one plugin, or ``None`` where there is none of that name."""
    if name not in quarantine.candidates and name not in quarantine.reasons:
        return None
    return _report(name, list(PluginFault.objects.filter(plugin=name)))


def _report(name: str, faults: list[PluginFault]) -> PluginReport:
    candidate = quarantine.candidates.get(name)
    config = plugin(name)
    return PluginReport(
        name=name,
        title=config.verbose_name if config else name,
        description=config.description if config else "",
        origin=candidate.origin if candidate else "",
        version=config.installed_version if config else candidate.version if candidate else "",
        scope=config.scope if config else "",
        state=_state(name, config),
        reason=quarantine.reasons.get(name, ""),
        registered=list(_registered(config)) if config else [],
        faults=faults,
        config=config,
    )


def _state(name: str, config: PluginConfig | None) -> str:
    if config is None:
        return "left out"
    if not is_active(name):
        return "off"
    return "active" if is_on_somewhere(name) else "below"


def _registered(config: PluginConfig) -> Iterator[str]:
    """Name everything that a plugin adds, as ``place: name``."""
    for point in all_points():
        for extension in point.extensions():
            if extension.plugin == config.label:
                yield f"{point.name}: {extension.name}"
    handlers = {name: event for (event, _version), names in registry.subscriptions.items() for name in names}
    for name in sorted(registry.jobs):
        if name.partition(".")[0] == config.label:
            kind = f"handler of {handlers[name]}" if name in handlers else "job"
            yield f"{kind}: {name}"
            if name in registry.schedules:
                yield f"schedule: {name}"
    for model in config.get_models():
        yield f"model: {model.__name__}"
    if config.settings_form:
        yield "settings"
