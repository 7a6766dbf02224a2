"""Remembering plugins: written whenever ``migrate`` ends, read when one of them is missing."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import timezone, translation

from schoolhouse.models import InstalledPlugin
from schoolhouse.plugins import PluginConfig, plugins


def remember_plugins(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """Write down each plugin that is installed, with its tables. Called after ``migrate``."""
    if using != DEFAULT_DB_ALIAS:
        return
    tables = set(connections[using].introspection.table_names())
    if InstalledPlugin._meta.db_table not in tables:
        return
    for config in plugins():
        InstalledPlugin.objects.update_or_create(label=config.label, defaults=_described(config, tables))


def _described(config: PluginConfig, tables: set[str]) -> dict[str, Any]:
    models = list(config.get_models(include_auto_created=True))
    with translation.override(None):
        verbose_name = str(config.verbose_name)
    return {
        "name": config.name,
        "verbose_name": verbose_name,
        "version": config.installed_version,
        "tables": sorted(model._meta.db_table for model in models if model._meta.db_table in tables),
        "last_seen_at": timezone.now(),
    }


def gone_plugins() -> QuerySet[InstalledPlugin]:
    """Return the plugins that were here and are not at work now: uninstalled, or left out because they failed."""
    labels = [config.label for config in apps.get_app_configs()]
    return InstalledPlugin.objects.exclude(label__in=labels).order_by("label")


def name_of(label: str) -> str:
    """Return the name on screen of the plugin ``label``, here or gone; empty when nobody knows it."""
    try:
        return str(apps.get_app_config(label).verbose_name)
    except LookupError:
        pass
    return InstalledPlugin.objects.filter(label=label).values_list("verbose_name", flat=True).first() or ""


def owner_of_block(block_type: str) -> str:
    """Return the name on screen of the plugin that brought blocks or fields of this type; empty when unknown."""
    label, separator, _name = block_type.partition("__")
    return name_of(label) if separator and label else ""
