"""The search backend on SQLite's FTS5."""

from typing import Any

from django.db.models import FloatField, QuerySet, Value
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.query import MatchAll, Not, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from foundation.search.expressions import FTS5, compile_query
from foundation.search.indexing import TokenIndex, TokenIndexer

TITLE_WEIGHT = 2.0
"""A word in a title of typical length weighs as much as this many in the text (Wagtail's own boost for a page)."""


class SQLiteObjectIndexer(TokenIndexer, stock.ObjectIndexer):
    """Gives an object's tokens as text."""

    def title_tokens(self) -> int:
        return len(self.title.split())


class SQLiteIndex(TokenIndex, stock.SQLiteIndex):
    """Keeps the tokens."""

    indexer_class = SQLiteObjectIndexer


class SQLiteSearchQueryCompiler(stock.SQLiteSearchQueryCompiler):
    """Asks with the question rewritten once, and joins the index to the objects.

    The stock compiler ranks each hit by asking the full-text index again, which takes seconds for a thousand hits.
    ``fields=["title"]`` looks in titles alone; other fields are not told apart in the index, all are looked in.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query: SearchQuery = compile_query(self.query, FTS5, last_is_prefix=self.LAST_TERM_IS_PREFIX)

    def get_columns(self) -> list[str]:
        """Give the columns of the index to look in."""
        return ["title"] if self.fields is not None and set(self.fields) == {"title"} else self.FTS_TABLE_FIELDS

    def search(self, config: object, start: int, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        if isinstance(self.query, MatchAll):
            return self.queryset[start:stop]
        if isinstance(self.query, Not):
            if isinstance(self.query.subquery, MatchAll):
                return self.queryset.none()
            return self._ordered(self._listed(self.query.subquery.query_string, "NOT IN"))[start:stop]
        if self.queryset.query.group_by is None:
            queryset, rank = self._joined(self.query.query_string), self._rank()
        else:  # SQLite cannot rank what it groups, so the newest come first.
            queryset, rank = self._listed(self.query.query_string, "IN"), None
        if score_field:
            queryset = queryset.annotate(**{score_field: rank or Value(0.0)})
        return self._ordered(queryset, rank)[start:stop]

    def _ordered(self, queryset: QuerySet[Any], rank: RawSQL | None = None) -> QuerySet[Any]:
        if self.order_by_relevance:
            return queryset.order_by(rank, "-pk") if rank else queryset.order_by("-pk")
        # Without an order of its own, a list would shift from page to page.
        return queryset if queryset.query.order_by else queryset.order_by("-pk")

    def _joined(self, expression: str) -> QuerySet[Any]:
        where, params = self._where(expression)
        # Written by hand, as the ORM cannot join on a cast, and its subquery makes SQLite start from all entries.
        return self.queryset.extra(
            tables=[self._fts, self._entries], where=[f"{where} AND {self._pk} = {self._object_pk}"], params=params
        )

    def _listed(self, expression: str, operator: str) -> QuerySet[Any]:
        where, params = self._where(expression)
        found = f"SELECT {self._object_pk} FROM {self._fts} CROSS JOIN {self._entries} WHERE {where}"
        return self.queryset.extra(where=[f"{self._pk} {operator} ({found})"], params=params)

    def _where(self, expression: str) -> tuple[str, list[Any]]:
        content_types = get_descendants_content_types_pks(self.queryset.model)
        places = ", ".join(["%s"] * len(content_types))
        # The plus keeps SQLite from starting with all entries of these types instead of those that match.
        where = (
            f"{self._fts} MATCH %s AND {self._entries}.id = {self._fts}.rowid"
            f" AND +{self._entries}.content_type_id IN ({places})"
        )
        return where, [f"{{{' '.join(self.get_columns())}}} : ({expression})", *content_types]

    def _rank(self) -> RawSQL:
        """Give BM25, less is better, with weights for autocomplete, body and title: a short title weighs most."""
        return RawSQL(f"bm25({self._fts}, 1.0, 1.0, {TITLE_WEIGHT} * {self._entries}.title_norm)", [], FloatField())

    @property
    def _entries(self) -> str:
        return stock.IndexEntry._meta.db_table

    @property
    def _fts(self) -> str:
        return stock.SQLiteFTSIndexEntry._meta.db_table

    @property
    def _pk(self) -> str:
        model = self.queryset.model
        return f'"{self.queryset.query.get_initial_alias()}"."{model._meta.pk.column}"'

    @property
    def _object_pk(self) -> str:
        pk = self.queryset.model._meta.pk
        while pk.remote_field:
            pk = pk.target_field
        connection = stock.connections[self.queryset.db]
        return f"CAST({self._entries}.object_id AS {pk.cast_db_type(connection)})"


class SQLiteAutocompleteQueryCompiler(SQLiteSearchQueryCompiler, stock.SQLiteAutocompleteQueryCompiler):
    """The same for unfinished words."""

    def get_columns(self) -> list[str]:
        return self.FTS_TABLE_FIELDS


class SearchBackend(stock.SQLiteSearchBackend):
    """SQLite search that finds any run of Chinese characters."""

    query_compiler_class = SQLiteSearchQueryCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteQueryCompiler
    index_class = SQLiteIndex
