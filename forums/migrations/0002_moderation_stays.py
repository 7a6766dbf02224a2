"""The log of what moderators did is never changed or deleted: the database itself refuses it.

What may change of an entry: whose account did it, when two become one, and the thread, when it is merged. On SQLite a
later migration that alters the table makes it anew, without its triggers: it must call ``add_guards`` again.
"""

from django.db import migrations

from foundation.ledgers import guard, unguard

TABLE = "forums_moderationentry"
FIXED = "public_id, forum_id, act, post_id, reason, details, at"
REFUSED = "What moderators did is never changed or deleted."


def add_guards(apps, schema_editor):
    """Have the database refuse."""
    guard(schema_editor, TABLE, FIXED, REFUSED)


def drop_guards(apps, schema_editor):
    """Let the database allow it again."""
    unguard(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial")]

    operations = [migrations.RunPython(add_guards, drop_guards)]
