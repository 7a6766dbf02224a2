import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from schoolhouse import quarantine
from schoolhouse.discovery import Candidate
from tests.schoolhouse import try_me
from tests.schoolhouse.house import House
from tests.schoolhouse.try_me.apps import TryMeConfig

MIGRATED = ("aardvark", "bells", "tea_round", "zebra")
"""The plugins that tests write and migrate."""


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


@pytest.fixture(autouse=True)
def plugin_to_try(monkeypatch):
    """Run with the plugin ``try_me``."""
    config = TryMeConfig(try_me.__name__, try_me)
    config.apps, config.models = apps, {}
    monkeypatch.setitem(apps.app_configs, config.label, config)
    candidate = Candidate(config.label, config.name, "", "tests/try_me", config.version)
    monkeypatch.setitem(quarantine.candidates, config.label, candidate)
    return config


@pytest.fixture
def no_tables_left(transactional_db):
    """Leave nothing of what tests' plugins have migrated.

    PostgreSQL does not empty a table that another one points at, and nobody empties the list of migrations.
    """
    yield
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(tuple(f"{label}_" for label in MIGRATED)):
                end = " CASCADE" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{end}")
    MigrationRecorder(connection).migration_qs.filter(app__in=MIGRATED).delete()
