"""The cursor by which prepared queries are asked.

SQLite keeps compiled statements by their text. PostgreSQL parses and plans each statement anew, which for a query that
asks who may see something costs more than to answer it; here it is told to keep them, each connection its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any
from weakref import WeakSet

from django.conf import settings

MOST_KEPT = 400
"""So many statements a connection keeps, the least recently asked dropped first: psycopg's 100 are fewer than ours."""
NEVER_BY_ITSELF = 1_000_000_000
_OUTDATED: WeakSet[Any] = WeakSet()
"""Connections whose tables were changed since they kept statements."""


def fetched(connection: Any, sql: str, params: Sequence[Any]) -> list[Any]:
    """Return the rows that a statement finds.

    Django's own cursors take three times as long as SQLite does to answer such a statement. They are only asked where
    one of the things that they do is wanted: counting, logging, refusing a transaction that is broken.
    """
    if connection.vendor == "sqlite" and _is_plain(connection):
        try:
            return connection.connection.execute(_sqlite_text(sql), params).fetchall()  # type: ignore[no-any-return]
        except connection.Database.Error:
            with connection.wrap_database_errors:
                raise
    with preparing_cursor(connection) as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()  # type: ignore[no-any-return]


def executed(connection: Any, sql: str, params: Sequence[Any]) -> None:
    """Run a statement that finds nothing, as ``fetched`` asks one that does."""
    if connection.vendor == "sqlite" and _is_plain(connection):
        with connection.wrap_database_errors:
            connection.connection.execute(_sqlite_text(sql), params)
        return
    with preparing_cursor(connection) as cursor:
        cursor.execute(sql, params)


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


@contextmanager
def preparing_cursor(connection: Any) -> Iterator[Any]:
    """Open a cursor of ``connection`` whose statements PostgreSQL keeps, where ``DATABASE_PREPARED_STATEMENTS`` is on.

    Values are sent beside the statement, so PostgreSQL must be able to tell the type of each from where it stands.
    """
    if connection.vendor != "postgresql" or not settings.DATABASE_PREPARED_STATEMENTS:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    raw = connection.connection
    # Without a threshold psycopg keeps no statement at all; with this one only those that ask for it.
    raw.prepare_threshold, raw.prepared_max = NEVER_BY_ITSELF, MOST_KEPT
    preparing = _preparing_class()(raw)
    preparing.is_logged = connection.queries_logged
    # Wrapped as Django wraps its own, so that it counts, logs and raises as they do.
    with connection._prepare_cursor(preparing) as cursor:
        yield cursor


@cache
def _preparing_class() -> type[Any]:
    """Make the class where it is wanted: a school on SQLite never loads psycopg."""
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg.errors import FeatureNotSupported
    from psycopg.pq import TransactionStatus

    class PreparingCursor(ServerBindingCursor):
        """Has each statement kept, until a migration changes what a kept one would answer."""

        connection: Any
        is_logged = False

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            try:
                return self._ask(query, params, prepare=self.connection not in _OUTDATED, **options)
            except FeatureNotSupported:
                # The tables were migrated beneath this process, which a restart follows; until then it keeps nothing.
                _OUTDATED.add(self.connection)
                if self.connection.info.transaction_status != TransactionStatus.IDLE:
                    raise
                return self._ask(query, params, prepare=False, **options)

        def _ask(self, query: Any, params: Any, **options: Any) -> Any:
            asked = super().execute(query, params, **options)  # type: ignore[misc]  # psycopg's own
            if (
                self.is_logged
            ):  # Django looks here for what it writes down; psycopg leaves it empty for a kept statement
                self._query = self._convert_query(query, params)  # type: ignore[attr-defined]
            return asked

    return PreparingCursor
