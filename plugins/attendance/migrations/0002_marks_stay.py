"""Marks are never changed or deleted: the database itself refuses it.

The one thing that may change is whom a mark belongs to, when two accounts of one person become one. On SQLite a later
migration that alters the table makes it anew, without its triggers: it must call ``add_triggers`` again.
"""

from django.db import migrations

TABLE = "attendance_mark"
FIXED = "roll_id, says, at, recorded_at, source, evidence, device, client_key, corrects_id, reason"
REFUSED = "A mark is never changed or deleted; record a correction."

SQLITE = [
    f"CREATE TRIGGER attendance_mark_changes BEFORE UPDATE OF {FIXED} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER attendance_mark_deletes BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
]
POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION attendance_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"CREATE TRIGGER attendance_mark_changes BEFORE UPDATE OF {FIXED} ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION attendance_refuse()",
    f"CREATE TRIGGER attendance_mark_deletes BEFORE DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION attendance_refuse()",
]


def add_triggers(apps, schema_editor):
    """Have the database refuse."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    """Let the database allow it again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("attendance_mark_changes", "attendance_mark_deletes"):
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION attendance_refuse()")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_attendance")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
