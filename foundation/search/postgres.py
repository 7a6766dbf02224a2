"""The search backend on PostgreSQL's full-text search."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchQuery as PostgresQuery
from django.db.models import F
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.index import SearchField
from modelsearch.query import SearchQuery

from foundation.search.expressions import SEARCH_CONFIG, TSQUERY, Expression, compile_query
from foundation.search.indexing import TokenIndex, TokenIndexer

MAX_VECTOR_CHARACTERS = 200_000
"""Characters of prepared text in one vector. PostgreSQL refuses vectors of a mebibyte, and these always fit;
a Chinese page of 65,000 characters does too."""


class PostgresObjectIndexer(TokenIndexer, stock.ObjectIndexer):
    """Gives an object's tokens as weighted vectors."""

    def as_vector(self, texts: Iterable[tuple[str, str]], for_autocomplete: bool = False) -> Any:
        room, fitting = MAX_VECTOR_CHARACTERS, []
        for text, weight in texts:
            fitting.append((text[:room], weight))
            room -= len(text[:room])
        return super().as_vector(fitting, for_autocomplete)

    @cached_property
    def body(self) -> Any:
        """Give title and text in one vector: a question is then answered from one index."""
        return self.as_vector(
            (value, weight)
            for field in self.search_fields
            for kind, weight, value in self.prepare_field(self.obj, field)
            if isinstance(kind, SearchField)
        )

    def title_tokens(self) -> int:
        return len(self.title_text.split())


class PostgresIndex(TokenIndex, stock.PostgresIndex):
    """Keeps the vectors."""

    indexer_class = PostgresObjectIndexer


class PostgresSearchQueryCompiler(stock.PostgresSearchQueryCompiler):
    """Asks with the question rewritten once, of one column: the stock one reads every entry of the index.

    ``fields=["title"]`` looks in titles alone; other fields are not told apart in the index, all are looked in.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query: SearchQuery = compile_query(self.query, TSQUERY, last_is_prefix=self.LAST_TERM_IS_PREFIX)

    def build_tsquery_content(
        self, query: Expression, config: str | None = None, invert: bool = False
    ) -> PostgresQuery:
        return PostgresQuery(query.query_string, search_type="raw", config=config, invert=invert)

    def get_search_vectors(self, search_query: PostgresQuery) -> list[tuple[F, Any]]:
        title, body = self.get_index_vectors(search_query)
        return [title if self.fields is not None and set(self.fields) == {"title"} else body]

    def _build_rank_expression(self, vectors: list[tuple[F, Any]], config: str | None) -> Any:
        return super()._build_rank_expression(self.get_index_vectors(self.query), config)


class PostgresAutocompleteQueryCompiler(PostgresSearchQueryCompiler, stock.PostgresAutocompleteQueryCompiler):
    """The same for unfinished words."""

    def get_search_vectors(self, search_query: PostgresQuery) -> list[tuple[F, Any]]:
        return self.get_index_vectors(search_query)


class SearchBackend(stock.PostgresSearchBackend):
    """PostgreSQL search that finds any run of Chinese characters.

    ``SEARCH_CONFIG`` is ``english`` unless set: stems of English words, the same whatever the server's locale.
    """

    query_compiler_class = PostgresSearchQueryCompiler
    autocomplete_query_compiler_class = PostgresAutocompleteQueryCompiler
    index_class = PostgresIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": SEARCH_CONFIG, **params})
