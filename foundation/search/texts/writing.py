"""Writing rows of texts with their words."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router, transaction
from django.db.models import QuerySet

from foundation.search.expressions import SEARCH_CONFIG
from foundation.search.texts.models import SearchText
from foundation.search.texts.operations import VECTOR, words_table
from foundation.search.tokens import index_text

BATCH = 500
MOST_TOKENS = 200_000
"""Characters of tokens kept of one text: PostgreSQL refuses vectors of a mebibyte, and these always fit."""
_VERSION = "1"
"""To be raised when the same text gives other tokens: then every row is stale."""


def digest_of(title: str, text: str) -> str:
    """Return what tells one text from another, and from the same text tokenized otherwise."""
    return hashlib.blake2b("\x00".join((_VERSION, title, text)).encode(errors="replace"), digest_size=16).hexdigest()


def write(rows: Iterable[SearchText]) -> int:
    """Insert ``rows`` with their words, or replace those that have the same ``key``; return how many.

    Two queries for each 500 rows of one model, in one transaction with whatever the caller changes.
    """
    batch: list[SearchText] = []
    count = 0
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            count += _write(batch)
            batch = []
    return count + (_write(batch) if batch else 0)


def _write(rows: Sequence[SearchText]) -> int:
    model: Any = type(rows[0])
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "key"]
    for row in rows:
        row.digest = digest_of(row.title, row.text)
    alias = router.db_for_write(model)
    with transaction.atomic(using=alias, savepoint=False):
        written = model.objects.using(alias).bulk_create(
            rows, update_conflicts=True, unique_fields=["key"], update_fields=fields
        )
        _write_words(alias, model._meta.db_table, [(row.pk, _tokens(row.title), _tokens(row.text)) for row in written])
    return len(rows)


def _tokens(text: str) -> str:
    return index_text(text)[:MOST_TOKENS]


def _write_words(alias: str, table: str, words: Sequence[tuple[int, str, str]]) -> None:
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            statement = f'INSERT OR REPLACE INTO "{words_table(table)}" (rowid, title, text) VALUES (%s, %s, %s)'
            cursor.executemany(statement, words)
        else:
            vector = " || ".join(
                f"setweight(to_tsvector('{SEARCH_CONFIG}', one.{column}), '{weight}')"
                for column, weight in (("title", "A"), ("text", "D"))
            )
            cursor.execute(
                f'UPDATE "{table}" SET {VECTOR} = {vector} '
                "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS one (id, title, text) "
                f'WHERE "{table}".id = one.id',
                [list(column) for column in zip(*words, strict=True)],
            )


def rows_without_words(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the rows whose words are missing, as after a table was copied by hand."""
    table = rows.model._meta.db_table
    if connections[rows.db].vendor == "sqlite":
        return rows.extra(where=[f'"{table}".id NOT IN (SELECT rowid FROM "{words_table(table)}")'])
    return rows.extra(where=[f'"{table}".{VECTOR} IS NULL'])
