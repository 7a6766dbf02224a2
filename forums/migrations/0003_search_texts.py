"""Let threads and posts be found: a table of their texts, filled with what has been written so far."""

import django.db.models.deletion
from django.db import migrations, models

from forums.writing.rendering import text_of
from foundation.search.texts import AddWords, write


def _rows(apps):
    ForumText = apps.get_model("forums", "ForumText")
    for thread in apps.get_model("forums", "Thread").objects.select_related("prompt").order_by("created_at", "pk"):
        row = ForumText(
            key=thread.public_id, forum_id=thread.forum_id, thread_id=thread.pk, written_at=thread.created_at
        )
        row.title, row.text = thread.title, thread.prompt.body if thread.prompt else ""
        yield row
    posts = apps.get_model("forums", "Post").objects.select_related("thread").order_by("created_at", "pk")
    for post in posts.iterator(chunk_size=500):
        row = ForumText(
            key=post.public_id,
            forum_id=post.thread.forum_id,
            thread_id=post.thread_id,
            post_id=post.pk,
            is_hidden=post.is_hidden,
            written_at=post.created_at,
        )
        row.title, row.text = "", text_of(post.body_html)
        yield row


def file_what_was_said(apps, schema_editor):
    write(_rows(apps))


class Migration(migrations.Migration):
    dependencies = [("forums", "0002_evenings_for_their_class")]

    operations = [
        migrations.CreateModel(
            name="ForumText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("digest", models.CharField(editable=False, max_length=32)),
                ("is_hidden", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                (
                    "forum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forums.forumpage"
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forums.post"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forums.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "text to be found in a forum",
                "verbose_name_plural": "texts to be found in forums",
            },
        ),
        AddWords("forumtext"),
        migrations.RunPython(file_what_was_said, migrations.RunPython.noop),
    ]
