"""Tables that are only added to: the database itself refuses to change or delete their rows.

A migration that makes such a table calls ``guard`` in a ``RunPython``. What may still change is what it leaves out of
``fixed``: as a rule the keys of people, which follow when two accounts become one. Whoever owns the database can take
the triggers away; nobody who only writes through it can.

On SQLite a later migration that alters the table makes it anew, without its triggers: it must call ``guard`` again,
which on PostgreSQL replaces what is still there. A trigger that speaks of another table keeps that one from being made
anew as well: such a migration takes it away first, and puts it back.
"""

from typing import Any

REFUSE = """
    CREATE OR REPLACE FUNCTION foundation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_EVENTS = ("changes", "deletes", "empties")
_EACH_ROW = "FOR EACH ROW"


def guard(schema_editor: Any, table: str, fixed: str, message: str, *, deletable: bool = False) -> None:
    """Have the database refuse to change the columns ``fixed`` of ``table``, and to delete its rows.

    ``fixed`` are names of columns between commas; ``message``, without quotation marks, is what the error says. On
    PostgreSQL the table cannot be emptied by ``TRUNCATE`` either. With ``deletable`` rows may go, but never change.
    """
    unguard(schema_editor, table)
    then = _then(schema_editor, message)
    change, delete, empty = _names(table)
    schema_editor.execute(f"CREATE TRIGGER {change} BEFORE UPDATE OF {fixed} ON {table} {then}")
    if deletable:
        return
    schema_editor.execute(f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {then}")
    if schema_editor.connection.vendor == "postgresql":
        each = f"FOR EACH STATEMENT EXECUTE FUNCTION foundation_refuse_change('{message}')"
        schema_editor.execute(f"CREATE TRIGGER {empty} BEFORE TRUNCATE ON {table} {each}")


def unguard(schema_editor: Any, table: str) -> None:
    """Let the database allow it again; for going back in migrations."""
    for name in _names(table):
        _drop(schema_editor, schema_editor.connection.vendor, name, table)


def trigger(schema_editor: Any, table: str, name: str, when: str, body: str, *, together: str = "") -> None:
    """Run the statements ``body`` in the same statement that changes a row of ``table``.

    ``when`` is as SQL has it, such as ``AFTER INSERT``; ``body`` speaks of the rows as ``NEW`` and ``OLD``, and each of
    its statements ends with a semicolon.

    Where many rows change one other row, as those that it counts, PostgreSQL wants ``together`` instead: it runs once
    for all rows of a statement, which it finds in the table ``changed``. There each change of a row leaves the one
    before behind until the transaction ends, so that ten thousand of them would take minutes.
    """
    each = _EACH_ROW
    if together:
        each = f"REFERENCING {'OLD' if 'DELETE' in when else 'NEW'} TABLE AS changed FOR EACH STATEMENT"
    _make(schema_editor, table, name, when, sqlite=body, postgresql=f"{together or body} RETURN NULL;", each=each)


def refuse(schema_editor: Any, table: str, name: str, when: str, condition: str, message: str) -> None:
    """Have the database refuse, with ``message``, what would make a row of ``table`` meet ``condition``.

    ``when`` and the names of rows are as in ``trigger``, and ``untrigger`` takes it away; it runs before the change.
    """
    error = f"RAISE EXCEPTION '%', '{message}' USING ERRCODE = 'integrity_constraint_violation'"
    sqlite = f"SELECT RAISE(ABORT, '{message}') WHERE {condition};"
    postgresql = f"IF {condition} THEN {error}; END IF; RETURN NEW;"
    _make(schema_editor, table, name, when, sqlite=sqlite, postgresql=postgresql)


def untrigger(schema_editor: Any, table: str, name: str) -> None:
    """Take the trigger of ``trigger`` or ``refuse`` away again; for going back in migrations."""
    vendor = schema_editor.connection.vendor
    _drop(schema_editor, vendor, f"{table}_{name}", table)
    if vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_{name}()")


def guards_missing(connection: Any, table: str) -> list[str]:
    """Return the names of the triggers of ``guard`` that ``table`` lacks. One query."""
    wanted = _names(table)[: 3 if connection.vendor == "postgresql" else 2]
    there = {name for name, _table in _guards(connection)}
    return [name for name in wanted if name not in there]


def _make(
    schema_editor: Any, table: str, name: str, when: str, *, sqlite: str, postgresql: str, each: str = _EACH_ROW
) -> None:
    """Make a trigger, or make it anew; the statements are those of either database, ``each`` is PostgreSQL's."""
    untrigger(schema_editor, table, name)
    full = f"{table}_{name}"
    create = f"CREATE TRIGGER {full} {when} ON {table}"
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(f"{create} {_EACH_ROW} BEGIN {sqlite} END", None)
        return
    function = f"CREATE FUNCTION {full}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {postgresql} END $$"
    schema_editor.execute(function, None)
    schema_editor.execute(f"{create} {each} EXECUTE FUNCTION {full}()", None)


def _then(schema_editor: Any, message: str) -> str:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE, None)
        return f"FOR EACH ROW EXECUTE FUNCTION foundation_refuse_change('{message}')"
    return f"BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _names(table: str) -> list[str]:
    return [f"guard_{table}_{event}" for event in _EVENTS]


def _drop(executor: Any, vendor: str, name: str, table: str) -> None:
    executor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if vendor == "postgresql" else ""))


def _guards(connection: Any) -> list[tuple[str, str]]:
    sql = r"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\_%' ESCAPE '\'"
    if connection.vendor == "postgresql":
        sql = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND left(t.tgname, 6) = 'guard_'"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [(str(name), str(table)) for name, table in cursor.fetchall()]
