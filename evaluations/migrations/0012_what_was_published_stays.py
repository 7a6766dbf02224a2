"""Nothing but versions asks anything any more, and the database keeps what was published.

On SQLite a later migration that alters one of these tables makes it anew, without its triggers: it must call
``add_triggers`` again.
"""

import django.db.models.deletion
from django.db import migrations, models

FIXED = {
    "evaluations_feedbackformversion": "public_id, form_id, number, content, published_at",
    "evaluations_feedbackquestion": "version_id, key, kind, levels, position",
}
REFUSED = "What was published is never changed."
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION evaluations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def add_triggers(apps, schema_editor):
    """Have the database refuse to change a version or a question of one. What is answered cannot go: keys hold it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION evaluations_refuse_change()"
    else:
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    for table, fixed in FIXED.items():
        schema_editor.execute(f"CREATE TRIGGER {table}_changes BEFORE UPDATE OF {fixed} ON {table} {then}")


def drop_triggers(apps, schema_editor):
    """Let the database allow it again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FIXED:
        name = f"{table}_changes"
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION evaluations_refuse_change()")


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0011_carry_questions_over'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='feedbackquestion',
            options={'ordering': ['version', 'position'], 'verbose_name': 'question', 'verbose_name_plural': 'questions'},
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='choices',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='form',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='high_label',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='is_required',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='low_label',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='sort_order',
        ),
        migrations.RemoveField(
            model_name='feedbackquestion',
            name='text',
        ),
        migrations.AlterField(
            model_name='feedbackquestion',
            name='key',
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name='feedbackquestion',
            name='position',
            field=models.PositiveIntegerField(),
        ),
        migrations.AlterField(
            model_name='feedbackquestion',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='evaluations.feedbackformversion'),
        ),
        migrations.AlterField(
            model_name='feedbacksurvey',
            name='version',
            field=models.ForeignKey(editable=False, help_text='Of the form, as it was when it was attached: answers are to what was asked.', on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='evaluations.feedbackformversion', verbose_name='version'),
        ),
        migrations.AddConstraint(
            model_name='feedbackquestion',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='evaluations_question_key_once'),
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
