"""What was published, given and chosen stays: the database itself refuses to change it, and keeps the totals of points.

What may change of an entry of points: whose account it belongs to, and who gave it, when two accounts become one; the
totals follow in the same statement. On SQLite a later migration that alters one of these tables makes it anew, without
its triggers: it must call ``add_guards`` again.
"""

from django.db import migrations

from foundation.ledgers import guard, trigger, unguard, untrigger

ENTRIES, TOTALS = "evaluations_pointentry", "evaluations_pointtotal"
VERSIONS = "evaluations_schemeversion"
FORMS, QUESTIONS = "evaluations_feedbackformversion", "evaluations_feedbackquestion"
NEVER = {
    ENTRIES: (
        "public_id, training_class_id, component_id, points, reason, source, source_key, rule_version, evidence, "
        "reverses_id, occurred_at, created_at",
        "An entry of the ledger of points is never changed or deleted; take it back by another one.",
    ),
    "evaluations_classscheme": (
        "public_id, training_class_id, number, version_id, reason, at",
        "What a class chose is never changed; choose anew.",
    ),
    "evaluations_pointssnapshot": (
        "step_id, content, signature, created_at",
        "Frozen totals are never changed; close the class anew.",
    ),
}
"""The columns that are fixed, by table, and what is said to whoever tries: rows are never changed or deleted."""

DELETABLE = {
    VERSIONS: (
        "public_id, scheme_id, number, parts, final_share, pass_mark, distinction_mark, created_at",
        "A version of a scheme is never changed; make another.",
    ),
    FORMS: ("public_id, form_id, number, content, published_at", "What was published is never changed."),
    QUESTIONS: ("version_id, key, kind, levels, position", "What was published is never changed."),
}
"""The same of tables whose rows may go, with what they belong to; what was answered or chosen holds them by its keys."""


def _line(row, same):
    return (
        f"learner_id = {row}.learner_id AND training_class_id = {row}.training_class_id "
        f"AND component_id {same} {row}.component_id"
    )


def _add(same):
    """Return the statements that add ``NEW`` to its line. SQLite has one writer; PostgreSQL locks the line."""
    found = f"SELECT 1 FROM {TOTALS} WHERE {_line('NEW', same)}"
    conflict = "ON CONFLICT DO NOTHING" if same != "IS" else ""
    total = "total + NEW.points" if same != "IS" else "ROUND(total + NEW.points, 2)"
    return f"""
        INSERT INTO {TOTALS} (learner_id, training_class_id, component_id, total, entries)
        SELECT NEW.learner_id, NEW.training_class_id, NEW.component_id, 0, 0
        WHERE NOT EXISTS ({found}) {conflict};
        UPDATE {TOTALS} SET total = {total}, entries = entries + 1,
            last_entry_id = CASE WHEN last_entry_id > NEW.id THEN last_entry_id ELSE NEW.id END
        WHERE {_line('NEW', same)};
    """


def _take(same):
    """Return the statements that take ``OLD`` off its line, which goes with its last entry."""
    total = "total - OLD.points" if same != "IS" else "ROUND(total - OLD.points, 2)"
    return f"""
        UPDATE {TOTALS} SET total = {total}, entries = entries - 1,
            last_entry_id = (SELECT MAX(id) FROM {ENTRIES} WHERE {_line('OLD', same)})
        WHERE {_line('OLD', same)};
        DELETE FROM {TOTALS} WHERE {_line('OLD', same)} AND entries = 0;
    """


def add_guards(apps, schema_editor):
    """Have the database refuse changes, and keep the totals."""
    for table, (fixed, message) in NEVER.items():
        guard(schema_editor, table, fixed, message)
    for table, (fixed, message) in DELETABLE.items():
        guard(schema_editor, table, fixed, message, deletable=True)
    same = "IS NOT DISTINCT FROM" if schema_editor.connection.vendor == "postgresql" else "IS"
    trigger(schema_editor, ENTRIES, "adds", "AFTER INSERT", _add(same))
    trigger(schema_editor, ENTRIES, "moves", "AFTER UPDATE OF learner_id", _take(same) + _add(same))


def drop_guards(apps, schema_editor):
    """Let the database allow changes again."""
    for table in (*NEVER, *DELETABLE):
        unguard(schema_editor, table)
    for name in ("adds", "moves"):
        untrigger(schema_editor, ENTRIES, name)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [migrations.RunPython(add_guards, drop_guards)]
