"""A savepoint that costs nothing where nothing is asked of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def savepoint_when_asked() -> Iterator[None]:
    """Undo what is done inside when it raises, as ``transaction.atomic`` does; call it inside a transaction.

    The savepoint is made before the first query: most of what plugins put into a page asks none.
    """
    hooks, was_broken = len(connection.run_on_commit), connection.needs_rollback
    block = transaction.atomic(savepoint=False)
    point = _Point(len(connection.savepoint_ids))
    try:
        with block, connection.execute_wrapper(point):
            yield
    except BaseException:
        # Django tells by the savepoint which of them are undone; those that came before it would stay.
        del connection.run_on_commit[hooks:]
        raise
    finally:
        if not point.was_asked:
            connection.needs_rollback = was_broken


class _Point:
    """Makes the savepoint, once, before a query is sent, and lets the surrounding block know of it."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.was_asked = False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not self.was_asked and not connection.needs_rollback:
            self.was_asked = True
            # Not for the eyes of the points inside: theirs come after this one.
            wrappers, connection.execute_wrappers = connection.execute_wrappers, []
            try:
                connection.savepoint_ids[self.position] = connection.savepoint()  # type: ignore[assignment]
            finally:
                connection.execute_wrappers = wrappers
        return execute(sql, params, many, context)
