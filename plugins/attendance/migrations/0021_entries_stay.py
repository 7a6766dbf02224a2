"""Head counts and outside classes are never changed or deleted: the database itself refuses it.

What may change: whose account entered them, when two accounts become one; the item of a timetable, when it is gone. On
SQLite a later migration that alters one of the tables makes it anew, without its triggers: it must call
``add_triggers`` again.
"""

from django.db import migrations

_ENTRY = "public_id, people, remarks, created_at, corrects_id, reason"
FIXED = {
    "attendance_headcount": f"{_ENTRY}, training_class_id, organization_id, at_point, title, starts_at, ends_at",
    "attendance_outsideclass": f"{_ENTRY}, organization_id, title, held_at, starts_on, ends_on, sessions, minutes",
}
REFUSED = "An entry of the register is never changed or deleted; enter a correction."
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION attendance_refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def add_triggers(apps, schema_editor):
    """Have the database refuse."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION attendance_refuse_entry()"
    else:
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    for table, fixed in FIXED.items():
        schema_editor.execute(f"CREATE TRIGGER {table}_changes BEFORE UPDATE OF {fixed} ON {table} {then}")
        schema_editor.execute(f"CREATE TRIGGER {table}_deletes BEFORE DELETE ON {table} {then}")


def drop_triggers(apps, schema_editor):
    """Let the database allow it again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FIXED:
        for name in (f"{table}_changes", f"{table}_deletes"):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION attendance_refuse_entry()")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0020_register")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]
