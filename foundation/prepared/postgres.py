"""Statements that a connection to PostgreSQL keeps.

PostgreSQL parses and plans each statement anew, which for a query that asks who may see something costs more than to
answer it. psycopg's cursor can have statements kept, but takes four times as long to send one as libpq's own functions,
which psycopg offers as well: they send it, and psycopg's adapters turn values and rows, so that both are as ever.
"""

import re
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

MOST_KEPT = 400
"""So many statements a connection keeps, the least recently asked dropped first."""


class Forgotten(Exception):  # not an error: the statement can be asked another way
    """PostgreSQL has not got the statement any more, or it would answer otherwise since a migration."""


class _Kept:
    """What one connection keeps: the name of each statement, by its text and the types of its values."""

    def __init__(self) -> None:
        self.names: OrderedDict[tuple[bytes, Any], bytes] = OrderedDict()
        self.numbered = 0
        self.is_outdated = False


_KEPT: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()


def keeps(raw: Any) -> bool:
    """Say whether statements may be asked of psycopg's connection ``raw`` here.

    Where a transaction is about to begin its first statement goes by a cursor, which begins it. A process whose tables
    were migrated beneath it keeps nothing until it is restarted.
    """
    from psycopg.pq import TransactionStatus

    if not settings.DATABASE_PREPARED_STATEMENTS or raw.closed:
        return False
    if not raw.autocommit and raw.pgconn.transaction_status != TransactionStatus.INTRANS:
        return False
    kept = _KEPT.get(raw)
    return kept is None or not kept.is_outdated


def ask(raw: Any, sql: str, params: Sequence[Any]) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows that a statement finds, and how many it found or changed.

    Raises psycopg's errors, and ``Forgotten`` if it was not run and nothing is lost by asking another way.
    """
    from psycopg.adapt import Transformer
    from psycopg.pq import ExecStatus

    numbered, formats = _numbered(sql)
    adapting = Transformer(raw)
    values = adapting.dump_sequence(params, formats)
    kept = _KEPT.setdefault(raw, _Kept())
    name = _name(raw, kept, numbered, adapting.types or ())
    result = raw.pgconn.exec_prepared(name, values, adapting.formats)
    if result.status == ExecStatus.TUPLES_OK:
        adapting.set_pgresult(result)
        return adapting.load_rows(0, result.ntuples, tuple), result.ntuples
    if result.status == ExecStatus.COMMAND_OK:
        return [], result.command_tuples or 0
    raise _failure(raw, kept, result)


def _name(raw: Any, kept: _Kept, numbered: bytes, types: Sequence[int]) -> bytes:
    """Return the name under which a statement is kept; the first time it is prepared."""
    from psycopg.pq import ExecStatus

    key = (numbered, tuple(types))
    if name := kept.names.get(key):
        kept.names.move_to_end(key)
        return name
    if len(kept.names) >= MOST_KEPT:
        _oldest, dropped = kept.names.popitem(last=False)
        raw.pgconn.exec_(b"DEALLOCATE " + dropped)
    kept.numbered += 1
    name = b"kept_%d" % kept.numbered
    result = raw.pgconn.prepare(name, numbered, types)
    if result.status != ExecStatus.COMMAND_OK:
        raise _failure(raw, kept, result)
    kept.names[key] = name
    return name


def _failure(raw: Any, kept: _Kept, result: Any) -> Exception:
    """Return what to raise for a result that is none; what is known to be gone is forgotten here as well."""
    from psycopg import errors
    from psycopg.pq import ConnStatus, TransactionStatus

    error: Exception = errors.error_from_result(result, encoding=raw.info.encoding)
    if raw.pgconn.status == ConnStatus.BAD:
        return errors.OperationalError(str(error))
    if isinstance(error, errors.FeatureNotSupported):
        kept.is_outdated = True
    elif isinstance(error, errors.InvalidSqlStatementName):
        kept.names.clear()
    else:
        return error
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        return error
    return Forgotten(str(error))


@lru_cache(maxsize=2_000)
def _numbered(sql: str) -> tuple[bytes, list[Any]]:
    """Return a statement with PostgreSQL's placeholders, and that psycopg chooses the format of each value."""
    from psycopg.adapt import PyFormat

    pieces = re.split(r"%([s%])", sql)
    count = 0
    for index in range(1, len(pieces), 2):
        count += pieces[index] == "s"
        pieces[index] = f"${count}" if pieces[index] == "s" else "%"
    return "".join(pieces).encode(), [PyFormat.AUTO] * count
