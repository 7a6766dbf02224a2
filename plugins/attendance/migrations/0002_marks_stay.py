"""Marks, head counts and outside classes are never changed or deleted: the database itself refuses it.

What may change: whom a mark belongs to and whose account entered a count, when two accounts of one person become one;
the item of a timetable, when it is gone. On SQLite a later migration that alters one of the tables makes it anew,
without its triggers: it must call ``add_guards`` again.
"""

from django.db import migrations

from foundation.ledgers import guard, unguard

_ENTRY = "public_id, people, remarks, created_at, corrects_id, reason"
_CORRECT = "An entry of the register is never changed or deleted; enter a correction."
NEVER = {
    "attendance_mark": (
        "roll_id, says, at, recorded_at, source, evidence, device, client_key, corrects_id, reason",
        "A mark is never changed or deleted; record a correction.",
    ),
    "attendance_headcount": (
        f"{_ENTRY}, training_class_id, organization_id, at_point, title, starts_at, ends_at",
        _CORRECT,
    ),
    "attendance_outsideclass": (
        f"{_ENTRY}, organization_id, title, held_at, starts_on, ends_on, sessions, minutes",
        _CORRECT,
    ),
}
"""The columns that are fixed, by table, and what is said to whoever tries."""


def add_guards(apps, schema_editor):
    """Have the database refuse."""
    for table, (fixed, message) in NEVER.items():
        guard(schema_editor, table, fixed, message)


def drop_guards(apps, schema_editor):
    """Let the database allow it again."""
    for table in NEVER:
        unguard(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_attendance")]

    operations = [migrations.RunPython(add_guards, drop_guards)]
