"""Inserting rows by a statement that is compiled once for each model."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from foundation.prepared.statements import executed

MANY = 8
"""From so many rows on one statement for all of them is quicker."""


def insert_if_new(row: models.Model) -> bool:
    """Insert one row as ``insert`` does, unless a constraint says that there is such a one; say whether it is new."""
    return bool(_insert(row, OnConflict.IGNORE))


def insert(rows: Sequence[models.Model], *, batch_size: int = 500) -> None:
    """Insert new rows of one model as ``bulk_create`` does: no signal is sent, and each row has its key or gets none.

    A row that the database is to number does not learn its number. Of a model that inherits from another, or whose
    columns are not plain values, use ``bulk_create``.
    """
    if not rows:
        return
    model = type(rows[0])
    if len(rows) >= MANY:
        model._default_manager.bulk_create(rows, batch_size=batch_size)
        return
    with transaction.mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS):
        for row in rows:
            _insert(row)
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _insert(row: models.Model, conflict: OnConflict | None = None) -> int:
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _statement(type(row), connection.vendor, conflict)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    return executed(connection, sql, values)


@cache
def _statement(
    model: type[models.Model], vendor: str, conflict: OnConflict | None
) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    """Return the statement for one row, and the fields whose values it takes, in their order."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    query = InsertQuery(model, on_conflict=conflict)
    query.insert_values(fields, [model()])
    ((sql, _params),) = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    return sql, tuple(fields)
