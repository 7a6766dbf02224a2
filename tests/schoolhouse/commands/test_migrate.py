"""Migrating a school one of whose plugins cannot be migrated."""

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_tables_left")]

MODELS = """
    from django.db import models

    class Note(models.Model):
        text = models.TextField()
"""
INITIAL = """
    from django.db import migrations, models

    class Migration(migrations.Migration):
        initial = True
        operations = [
            migrations.CreateModel(
                name="Note",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                    ("text", models.TextField()),
                ],
            ),
        ]
"""
FAILING = """
    from django.db import migrations

    def fail(apps, schema_editor):
        raise RuntimeError("the data is odd")

    class Migration(migrations.Migration):
        dependencies = [("aardvark", "0001_initial")]
        operations = [migrations.RunPython(fail)]
"""


def with_tables(house, name, **more):
    house.plugin(
        name, {"models.py": MODELS, "migrations/__init__.py": "", "migrations/0001_initial.py": INITIAL, **more}
    )


def test_plugin_waits_for_its_tables(house):
    with_tables(house, "zebra")
    assert "run “manage.py migrate”" in house.manage("check").stderr
    house.manage("migrate", "-v0")
    assert "left out" not in house.manage("check").stderr
    assert "zebra_note" in connection.introspection.table_names()


def test_failing_migration_leaves_out_its_plugin_and_nothing_else(house):
    with_tables(house, "aardvark", **{"migrations/0002_more.py": FAILING})
    with_tables(house, "zebra")
    migrated = house.manage("migrate", "-v0")
    assert "“aardvark” is left out, its migration failed: the data is odd" in migrated.stderr
    assert "zebra_note" in connection.introspection.table_names()
    listed = house.manage("plugins").stdout
    assert "aardvark: left out" in listed
    assert "FAULT at migrations, 1 times: RuntimeError: the data is odd" in listed
    assert "zebra: active" in listed


def test_failing_migration_stops_where_plugins_must_not_fail(house):
    with_tables(house, "aardvark", **{"migrations/0002_more.py": FAILING})
    ended = house.manage("migrate", "-v0", PLUGINS_STRICT="1", check=False)
    assert ended.returncode != 0
    assert "the data is odd" in ended.stderr


def test_makemigrations_is_refused_while_a_plugin_is_left_out(house):
    house.plugin("broken", {"models.py": "raise RuntimeError('bang')"})
    ended = house.manage("makemigrations", "--dry-run", check=False)
    assert ended.returncode != 0
    assert "Left out: broken" in ended.stderr
