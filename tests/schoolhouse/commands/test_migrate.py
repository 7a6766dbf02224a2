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


def test_plugin_waits_for_its_tables_and_one_that_cannot_make_them_is_left_out_alone(house):
    (house.plugins / "unfinished").mkdir()
    (house.plugins / "unfinished" / "models.py").touch()
    with_tables(house, "aardvark", **{"migrations/0002_more.py": FAILING})
    with_tables(house, "zebra")
    waiting = house.manage("plugins")
    assert "The plugin zebra is left out: Its tables are not there yet" in waiting.stderr
    assert "run “manage.py migrate”" in waiting.stderr

    migrated = house.manage("migrate", "-v0")
    assert "“aardvark” is left out, its migration failed: the data is odd" in migrated.stderr
    assert "zebra_note" in connection.introspection.table_names()
    listed = house.manage("plugins").stdout
    assert "aardvark: left out" in listed
    assert "FAULT at migrations, 1 times: RuntimeError: the data is odd" in listed
    assert "zebra: active" in listed

    ended = house.manage("makemigrations", "--dry-run", check=False)
    assert ended.returncode != 0
    assert "Left out: unfinished" in ended.stderr


def test_failing_migration_stops_where_plugins_must_not_fail(house):
    with_tables(house, "aardvark", **{"migrations/0002_more.py": FAILING})
    ended = house.manage("migrate", "-v0", PLUGINS_STRICT="1", check=False)
    assert ended.returncode != 0
    assert "the data is odd" in ended.stderr


def test_demo_school_gets_the_tables_of_a_plugin_that_came_later(house):
    with_tables(house, "zebra")
    (house.folder / "var").mkdir(exist_ok=True)
    (house.folder / "var" / "demo.json").write_text('{"scale": 0.05, "complete": true}')
    house.run("-c", "from tools import school; school.make_school(None)")
    assert "zebra_note" in connection.introspection.table_names()
    assert "zebra: active" in house.manage("plugins").stdout
