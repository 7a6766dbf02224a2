import pytest
from django.apps import apps
from django.db import connection

from schoolhouse import quarantine
from schoolhouse.discovery import Candidate
from tests.schoolhouse import try_me
from tests.schoolhouse.house import House
from tests.schoolhouse.try_me.apps import TryMeConfig


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
    """Drop what a test's plugin has made: PostgreSQL does not empty a table that another one points at."""
    yield
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("tea_round_", "bells_")):
                end = " CASCADE" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{end}")
