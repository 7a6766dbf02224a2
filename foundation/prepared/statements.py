"""The way by which prepared queries are asked.

Django's own cursors take three times as long as either database does to answer such a statement. They are only asked
where one of the things that they do is wanted: counting, logging, refusing a transaction that is broken.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from foundation.prepared import postgres


def fetched(connection: Any, sql: str, params: Sequence[Any]) -> list[Any]:
    """Return the rows that a statement finds."""
    return _asked(connection, sql, params)[0]


def executed(connection: Any, sql: str, params: Sequence[Any]) -> int:
    """Run a statement that finds nothing; return how many rows it changed."""
    return _asked(connection, sql, params)[1]


def _asked(connection: Any, sql: str, params: Sequence[Any]) -> tuple[list[Any], int]:
    if _is_plain(connection):
        with connection.wrap_database_errors:
            if connection.vendor == "sqlite":
                found = connection.connection.execute(_sqlite_text(sql), params)
                return found.fetchall(), found.rowcount
            if postgres.keeps(connection.connection):
                try:
                    return postgres.ask(connection.connection, sql, params)
                except postgres.Forgotten:
                    pass
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else [], cursor.rowcount


def _is_plain(connection: Any) -> bool:
    """Say whether nobody wants to see what is asked of an open connection, and nothing has to be done before."""
    connection.ensure_connection()
    connection.validate_thread_sharing()
    return not (connection.execute_wrappers or connection.queries_logged or connection.needs_rollback)


@lru_cache(maxsize=2_000)
def _sqlite_text(sql: str) -> str:
    """Return a statement with SQLite's placeholders, as Django's cursor makes it each time."""
    from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

    return str(FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%"))
