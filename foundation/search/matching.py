"""Words as a condition of a query, so that permission, filters and words are asked of the database at once.

``matching(queryset, words)`` keeps the rows that hold the words; whatever the queryset says besides, about audiences or
places in the tree, counts and pages are right, as nothing is taken away afterwards. ``newest_hits`` is for result
pages: at most so many rows, the newest first, each with how well it fits.

Both ask any model that Wagtail indexes, and any :class:`foundation.search.texts.SearchText`. Unlike a search of
Wagtail's, the queryset may filter by anything: no ``FilterField`` is needed.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import FloatField, Model, QuerySet, Value
from django.db.models.expressions import RawSQL
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks

from foundation.search.expressions import AUTOCOMPLETE_CONFIG, SEARCH_CONFIG, fts5_match, tsquery
from foundation.search.texts.models import SearchText
from foundation.search.texts.operations import VECTOR, words_table
from foundation.search.tokens import query_terms

TITLE_WEIGHT = 2.0
_TEXT, _TITLE, _UNFINISHED = "text", "title", "unfinished"
"""What is looked in: the whole text, its title alone, or the words that may be unfinished."""


@dataclass(frozen=True)
class Words:
    """A question to one index, as SQL: from which tables, under what condition, how good, and in what order."""

    tables: tuple[str, ...]
    where: str
    params: tuple[Any, ...]
    object_pk: str
    rank: str
    rank_params: tuple[Any, ...]
    newest: str


def matching(queryset: QuerySet[Any], words: str, *, autocomplete: bool = False) -> QuerySet[Any]:
    """Keep the rows of ``queryset`` that hold ``words``, all of them; with ``autocomplete`` the last may be unfinished.

    Words without a letter, digit or character find nothing.
    """
    if not query_terms(words):
        return queryset.none()
    asked = _ask(queryset, words, _UNFINISHED if autocomplete else _TEXT)
    if asked.tables:
        tables = " CROSS JOIN ".join(f'"{table}"' for table in asked.tables)
        where = f"{_pk(queryset)} IN (SELECT {asked.object_pk} FROM {tables} WHERE {asked.where})"
    else:
        where = asked.where
    return queryset.extra(where=[where], params=list(asked.params))


def newest_hits(queryset: QuerySet[Any], words: str, *, most: int, titles_only: bool = False) -> QuerySet[Any]:
    """Return the ``most`` newest rows of ``queryset`` that hold ``words``, with ``search_rank``: more is better.

    Newest is what entered the index last. The database stops reading as soon as it has ``most`` rows. With
    ``titles_only`` the title must hold them.
    """
    if not query_terms(words):
        return queryset.annotate(search_rank=Value(0.0)).none()
    asked = _ask(queryset, words, _TITLE if titles_only else _TEXT)
    link = f" AND {_pk(queryset)} = {asked.object_pk}" if asked.tables else ""
    found = queryset.extra(tables=list(asked.tables), where=[asked.where + link], params=list(asked.params))
    found = found.annotate(search_rank=RawSQL(asked.rank, asked.rank_params, FloatField()))
    return found.order_by(RawSQL(asked.newest, ()).desc())[:most]


def _pk(queryset: QuerySet[Any]) -> str:
    model = queryset.model
    return f'"{queryset.query.get_initial_alias()}"."{model._meta.pk.column}"'


def _ask(queryset: QuerySet[Any], words: str, where: str) -> Words:
    connection = connections[queryset.db]
    is_texts = issubclass(queryset.model, SearchText)
    if connection.vendor == "postgresql":
        ask = _ask_texts_in_postgres if is_texts else _ask_index_in_postgres
    else:
        ask = _ask_texts_in_sqlite if is_texts else _ask_index_in_sqlite
    return ask(queryset.model, words, where)


def _ask_texts_in_sqlite(model: type[Model], words: str, where: str) -> Words:
    table, columns = words_table(model._meta.db_table), "title" if where == _TITLE else "title text"
    return Words(
        tables=(table,),
        where=f'"{table}" MATCH %s',
        params=(f"{{{columns}}} : ({fts5_match(words, last_is_prefix=where == _UNFINISHED)})",),
        object_pk=f'"{table}".rowid',
        rank=f'-bm25("{table}", {TITLE_WEIGHT}, 1.0)',
        rank_params=(),
        newest=f'"{table}".rowid',
    )


def _ask_texts_in_postgres(model: type[Model], words: str, where: str) -> Words:
    table = model._meta.db_table
    question = f"to_tsquery('{SEARCH_CONFIG}', %s)"
    expression = tsquery(words, last_is_prefix=where == _UNFINISHED)
    params: tuple[str, ...] = (expression,)
    holds = f'"{table}".{VECTOR} @@ {question}'
    if where == _TITLE:
        holds, params = f"{holds} AND ts_filter(\"{table}\".{VECTOR}, '{{a}}') @@ {question}", (expression, expression)
    return Words(
        tables=(),
        where=holds,
        params=params,
        object_pk=f'"{table}".id',
        rank=f'ts_rank("{table}".{VECTOR}, {question})',
        rank_params=(expression,),
        newest=f'"{table}".id',
    )


def _ask_index_in_sqlite(model: type[Model], words: str, where: str) -> Words:
    entries, table = _entries(), get_app_config().get_model("SQLiteFTSIndexEntry")._meta.db_table
    types = get_descendants_content_types_pks(model)
    columns = {_TEXT: "title body", _TITLE: "title", _UNFINISHED: "autocomplete"}[where]
    question = fts5_match(words, last_is_prefix=where == _UNFINISHED)
    # The plus keeps SQLite from starting with all entries of these types instead of those that match. Their numbers are
    # gathered once from an index, as asking the entry of each match, mostly of other types, takes longer than matching.
    of_types = f'SELECT id FROM "{entries}" WHERE content_type_id IN ({_places(types)})'
    holds = f'"{table}" MATCH %s AND +"{table}".rowid IN ({of_types}) AND "{entries}".id = "{table}".rowid'
    return Words(
        tables=(table, entries),
        where=holds,
        params=(f"{{{columns}}} : ({question})", *types),
        object_pk=_object_pk(model, entries, "integer", "text"),
        rank=f'-bm25("{table}", 1.0, 1.0, {TITLE_WEIGHT} * "{entries}".title_norm)',
        rank_params=(),
        newest=f'"{table}".rowid',
    )


def _ask_index_in_postgres(model: type[Model], words: str, where: str) -> Words:
    entries, types = _entries(), get_descendants_content_types_pks(model)
    column = {_TEXT: "body", _TITLE: "title", _UNFINISHED: "autocomplete"}[where]
    question = f"to_tsquery('{AUTOCOMPLETE_CONFIG if where == _UNFINISHED else SEARCH_CONFIG}', %s)"
    expression = tsquery(words, last_is_prefix=where == _UNFINISHED)
    return Words(
        tables=(entries,),
        where=f'"{entries}".{column} @@ {question} AND "{entries}".content_type_id IN ({_places(types)})',
        params=(expression, *types),
        object_pk=_object_pk(model, entries, "bigint", "uuid"),
        rank=f'ts_rank("{entries}".{column}, {question}) + ts_rank("{entries}".title, {question})',
        rank_params=(expression, expression),
        newest=f'"{entries}".id',
    )


def _entries() -> str:
    return str(get_app_config().get_model("IndexEntry")._meta.db_table)


def _object_pk(model: type[Model], entries: str, number: str, other: str) -> str:
    pk: Any = model._meta.pk
    while pk.remote_field:
        pk = pk.target_field
    kind = number if "Integer" in pk.get_internal_type() or "Auto" in pk.get_internal_type() else other
    return f'CAST("{entries}".object_id AS {kind})'


def _places(values: Any) -> str:
    return ", ".join(["%s"] * len(values))
