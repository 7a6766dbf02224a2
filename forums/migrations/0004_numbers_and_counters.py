"""The database itself numbers, counts and keeps: numbers are never used twice, and what was read stays read.

It refuses a number that a thread has given before, a last number or a reading position that goes back, and any change of
what posts, records and outcomes said before; and it counts posts, thanks and votes in the statement that writes them. On
SQLite a later migration that alters one of these tables calls ``drop_guards`` before and ``add_guards`` after.
"""

from django.db import migrations

from foundation.ledgers import guard, refuse, trigger, unguard, untrigger

THREAD, POST, READ = "forums_thread", "forums_post", "forums_threadread"
LAST = f"(SELECT last_number FROM {THREAD} WHERE id = NEW.thread_id)"
USED = "A number of a thread is never used twice."
REFUSED = [
    (POST, "new_number", "BEFORE INSERT", f"NEW.number <= {LAST}", USED),
    (
        POST,
        "other_number",
        "BEFORE UPDATE OF thread_id, number",
        f"(NEW.thread_id <> OLD.thread_id OR NEW.number <> OLD.number) AND NEW.number <= {LAST}",
        USED,
    ),
    (THREAD, "last", "BEFORE UPDATE OF last_number", "NEW.last_number < OLD.last_number", USED),
    # Who has read further than a thread goes, as after a restore, is set back to its end by a recount.
    (
        READ,
        "grows",
        "BEFORE UPDATE OF last_read_number",
        f"NEW.thread_id = OLD.thread_id AND NEW.last_read_number < OLD.last_read_number AND NEW.last_read_number < {LAST}",
        "What was read stays read.",
    ),
]
"""Table, name, when, what is refused, and what is said."""


def _one(table, column, field, step):
    """Return the statement that counts one row, and the one that counts those of a statement together."""
    row = "NEW" if step == "+" else "OLD"
    return (
        f"UPDATE {table} SET {column} = {column} {step} 1 WHERE id = {row}.{field};",
        f"""UPDATE {table} SET {column} = {table}.{column} {step} those.rows
            FROM (SELECT {field} AS id, COUNT(*) AS rows FROM changed GROUP BY {field}) AS those
            WHERE {table}.id = those.id;""",
    )


COUNTED = [
    (
        POST,
        "counts",
        "AFTER INSERT",
        f"""UPDATE {THREAD} SET post_count = post_count + 1, last_number = NEW.number, last_post_at =
            CASE WHEN last_post_at > NEW.created_at THEN last_post_at ELSE NEW.created_at END
            WHERE id = NEW.thread_id;""",
        f"""UPDATE {THREAD} SET post_count = {THREAD}.post_count + those.rows, last_number = those.number,
            last_post_at = GREATEST({THREAD}.last_post_at, those.at)
            FROM (SELECT thread_id, COUNT(*) AS rows, MAX(number) AS number, MAX(created_at) AS at
                  FROM changed GROUP BY thread_id) AS those
            WHERE {THREAD}.id = those.thread_id;""",
    ),
    # Nobody deletes posts; should a script, the thread still counts those that are there.
    (
        POST,
        "leaves",
        "AFTER DELETE",
        f"""UPDATE {THREAD} SET post_count = post_count - 1,
            last_post_at = (SELECT MAX(created_at) FROM {POST} WHERE thread_id = OLD.thread_id)
            WHERE id = OLD.thread_id;""",
        f"""UPDATE {THREAD} SET post_count = {THREAD}.post_count - those.rows,
            last_post_at = (SELECT MAX(created_at) FROM {POST} WHERE thread_id = those.thread_id)
            FROM (SELECT thread_id, COUNT(*) AS rows FROM changed GROUP BY thread_id) AS those
            WHERE {THREAD}.id = those.thread_id;""",
    ),
    ("forums_postthanks", "given", "AFTER INSERT", *_one(POST, "thanks_count", "post_id", "+")),
    ("forums_postthanks", "taken", "AFTER DELETE", *_one(POST, "thanks_count", "post_id", "-")),
    ("forums_pollballot", "given", "AFTER INSERT", *_one("forums_poll", "voters", "poll_id", "+")),
    ("forums_pollballot", "taken", "AFTER DELETE", *_one("forums_poll", "voters", "poll_id", "-")),
    ("forums_pollchoice", "given", "AFTER INSERT", *_one("forums_polloption", "votes", "option_id", "+")),
    ("forums_pollchoice", "taken", "AFTER DELETE", *_one("forums_polloption", "votes", "option_id", "-")),
]
"""Table, name, when, and the statements that count: of each row, and of all rows of a statement together."""

KEPT = {
    "forums_postrevision": ("post_id, number, body, at, reason", False),
    "forums_roomrecordversion": ("record_id, number, speakers, gist, has_new_photo, at", True),
    "forums_outcomeversion": (
        "outcome_id, number, act, reason, theme, discussion, agreed, follow_ups, at",
        True,
    ),
}
"""The columns that never change, by table, and whether rows go with what they belong to."""


def add_guards(apps, schema_editor):
    """Have the database refuse, count and keep."""
    for table, name, when, condition, message in REFUSED:
        refuse(schema_editor, table, name, when, condition, message)
    for table, name, when, body, together in COUNTED:
        trigger(schema_editor, table, name, when, body, together=together)
    for table, (fixed, deletable) in KEPT.items():
        guard(schema_editor, table, fixed, "What was said before is never changed.", deletable=deletable)


def drop_guards(apps, schema_editor):
    """Let it allow everything again."""
    for table, name, *_rest in REFUSED + COUNTED:
        untrigger(schema_editor, table, name)
    for table in KEPT:
        unguard(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("forums", "0003_thread_best_answer_at")]

    operations = [migrations.RunPython(add_guards, drop_guards)]
