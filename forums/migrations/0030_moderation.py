"""The log of what moderators did, which the database itself keeps from changing, and where moved threads and posts went.

What may change of an entry: whose account did it, when two become one, and the thread, when it is merged. On SQLite a
later migration that alters the table makes it anew, without its triggers: it must call ``add_triggers`` again.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

TABLE = "forums_moderationentry"
FIXED = "public_id, forum_id, act, post_id, reason, details, at"
REFUSED = "What moderators did is never changed or deleted."
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION forums_refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def add_triggers(apps, schema_editor):
    """Have the database refuse."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        then = "FOR EACH ROW EXECUTE FUNCTION forums_refuse_entry()"
    else:
        then = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_changes BEFORE UPDATE OF {FIXED} ON {TABLE} {then}")
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_deletes BEFORE DELETE ON {TABLE} {then}")


def drop_triggers(apps, schema_editor):
    """Let the database allow it again."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in (f"{TABLE}_changes", f"{TABLE}_deletes"):
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION forums_refuse_entry()")


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0021_thanks_and_best_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ModerationEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.CharField(choices=[('post.hide', 'Post hidden'), ('post.show', 'Post shown again'), ('post.edit', 'Post edited by a moderator'), ('thread.lock', 'Thread locked'), ('thread.unlock', 'Thread unlocked'), ('thread.pin', 'Thread pinned'), ('thread.unpin', 'Thread no longer pinned'), ('thread.rename', 'Thread renamed'), ('thread.move', 'Thread moved to another forum'), ('thread.merge', 'Thread merged into another one'), ('thread.split', 'Posts moved to a thread of their own')], max_length=20)),
                ('reason', models.CharField(max_length=250, verbose_name='reason')),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('forum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderation_entries', to='forums.forumpage')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_entries', to='forums.post')),
                ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moderation_entries', to='forums.thread')),
            ],
            options={
                'verbose_name': 'act of a moderator',
                'verbose_name_plural': 'acts of moderators',
            },
        ),
        migrations.CreateModel(
            name='ModerationNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='forums.moderationentry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice of an act',
                'verbose_name_plural': 'notices of acts',
            },
        ),
        migrations.CreateModel(
            name='PostMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread_key', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='forums.post')),
            ],
            options={
                'verbose_name': 'old number of a post',
                'verbose_name_plural': 'old numbers of posts',
            },
        ),
        migrations.CreateModel(
            name='ThreadMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='forums.thread')),
            ],
            options={
                'verbose_name': 'old address of a thread',
                'verbose_name_plural': 'old addresses of threads',
            },
        ),
        migrations.AddIndex(
            model_name='moderationentry',
            index=models.Index(fields=['forum', '-id'], name='forums_moderation_log'),
        ),
        migrations.AddConstraint(
            model_name='moderationentry',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='forums_moderation_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='moderationnotice',
            constraint=models.UniqueConstraint(fields=('person', 'entry'), name='forums_moderation_told_once'),
        ),
        migrations.AddConstraint(
            model_name='postmove',
            constraint=models.UniqueConstraint(fields=('thread_key', 'number'), name='forums_post_move_number_once'),
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
