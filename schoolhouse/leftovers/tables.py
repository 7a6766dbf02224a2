"""Looking at the tables that plugins left behind."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from schoolhouse.leftovers.records import gone_plugins
from schoolhouse.models import InstalledPlugin


@dataclass(frozen=True)
class Pointer:
    """A foreign key of a left-over table: ``table.column`` points at ``target.target_column``."""

    plugin: InstalledPlugin
    table: str
    column: str
    target: str
    target_column: str


def tables_of_models() -> set[str]:
    """Return the tables of every model that is installed."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def left_tables(plugin: InstalledPlugin) -> list[str]:
    """Return the tables of a gone plugin that are still in the database and belong to no installed model."""
    there = set(connection.introspection.table_names()) - tables_of_models()
    return [table for table in plugin.tables if table in there]


def relations(table: str) -> dict[str, tuple[str, str]]:
    """Return the foreign keys of ``table``: column → (target column, target table)."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_relations(cursor, table)
    return {column: (relation[0], relation[1]) for column, relation in found.items()}


def pointers() -> list[Pointer]:
    """Return every foreign key from a left-over table to the table of an installed model."""
    known = tables_of_models()
    return [
        Pointer(plugin, table, column, target, target_column)
        for plugin in gone_plugins()
        for table in left_tables(plugin)
        for column, (target_column, target) in relations(table).items()
        if target in known
    ]
