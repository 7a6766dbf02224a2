"""The ledger of points is only added to, and its totals are kept by the database in the same statement.

What may change of an entry: whose account it belongs to, and who gave it, when two accounts become one; the totals
follow. On SQLite a later migration that alters the table of entries makes it anew, without its triggers: it must call
``add_triggers`` again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.ledgers import guard, unguard

TABLE, TOTALS = "evaluations_pointentry", "evaluations_pointtotal"
FIXED = (
    "public_id, training_class_id, component_id, points, reason, source, source_key, rule_version, evidence, "
    "reverses_id, occurred_at, created_at"
)
REFUSED = "An entry of the ledger of points is never changed or deleted; take it back by another one."


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
            last_entry_id = (SELECT MAX(id) FROM {TABLE} WHERE {_line('OLD', same)})
        WHERE {_line('OLD', same)};
        DELETE FROM {TOTALS} WHERE {_line('OLD', same)} AND entries = 0;
    """


def add_triggers(apps, schema_editor):
    """Have the database refuse changes, and keep the totals."""
    guard(schema_editor, TABLE, FIXED, REFUSED)
    adds = f"CREATE TRIGGER {TABLE}_adds AFTER INSERT ON {TABLE} FOR EACH ROW"
    moves = f"CREATE TRIGGER {TABLE}_moves AFTER UPDATE OF learner_id ON {TABLE} FOR EACH ROW"
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(f"{adds} BEGIN {_add('IS')} END", None)
        schema_editor.execute(f"{moves} BEGIN {_take('IS')} {_add('IS')} END", None)
        return
    same = "IS NOT DISTINCT FROM"
    for name, body in (("adds", _add(same)), ("moves", _take(same) + _add(same))):
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$",
            None,
        )
    schema_editor.execute(f"{adds} EXECUTE FUNCTION {TABLE}_adds()", None)
    schema_editor.execute(f"{moves} EXECUTE FUNCTION {TABLE}_moves()", None)


def drop_triggers(apps, schema_editor):
    """Let the database allow changes again."""
    unguard(schema_editor, TABLE)
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in (f"{TABLE}_adds", f"{TABLE}_moves"):
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()")


def count_entries(apps, schema_editor):
    """Make the totals of the entries that are there."""
    schema_editor.execute(f"""
        INSERT INTO {TOTALS} (learner_id, training_class_id, component_id, total, entries, last_entry_id)
        SELECT learner_id, training_class_id, component_id, ROUND(SUM(points), 2), COUNT(*), MAX(id)
        FROM {TABLE} GROUP BY learner_id, training_class_id, component_id
    """)


class Migration(migrations.Migration):

    dependencies = [
        ('classes', '0020_closing'),
        ('evaluations', '0022_classes_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='pointentry',
            name='evidence',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='pointentry',
            name='rule_version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name='PointTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('total', models.DecimalField(decimal_places=2, max_digits=10)),
                ('entries', models.PositiveIntegerField()),
                ('component', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='evaluations.schemecomponent')),
                ('last_entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evaluations.pointentry')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='point_totals', to=settings.AUTH_USER_MODEL)),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='point_totals', to='classes.trainingclasspage')),
            ],
            options={
                'verbose_name': 'point total',
                'verbose_name_plural': 'point totals',
                'constraints': [models.UniqueConstraint(condition=models.Q(('component__isnull', False)), fields=('training_class', 'learner', 'component'), name='evaluations_point_total_once'), models.UniqueConstraint(condition=models.Q(('component__isnull', True)), fields=('training_class', 'learner'), name='evaluations_point_total_of_none_once')],
            },
        ),
        migrations.RunPython(count_entries, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
