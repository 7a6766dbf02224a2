"""Search questions as text for a database: FTS5 for SQLite, ``tsquery`` for PostgreSQL.

A whole question, however nested, becomes one expression, so that the database ranks it once and negation,
phrases and empty parts mean the same on both. Boosts do not change the ranking, and a fuzzy question is
answered as plain text: trigrams are no help with Chinese and an extension that may not be there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from foundation.search.tokens import Term, phrase_term, query_terms

SEARCH_CONFIG = "english"
"""How PostgreSQL takes Latin words apart: stems of English words, the same whatever the server's locale."""
AUTOCOMPLETE_CONFIG = "simple"
"""The same where a word may be unfinished: no stems."""


class Expression(PlainText):
    """A question already written in the database's own language; ``query_string`` is handed over as it is."""


@dataclass(frozen=True)
class Dialect:
    """How one database writes a question."""

    write_term: Callable[[Term], str]
    and_: str
    or_: str
    and_not: str
    complement: str = ""
    """Template for "all but", where the database has it."""


def _fts5_term(term: Term) -> str:
    text = " ".join(term.tokens).replace('"', '""')
    return f'"{text}"*' if term.is_prefix else f'"{text}"'


def _tsquery_term(term: Term) -> str:
    quoted = ["'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in term.tokens]
    text = " <-> ".join(quoted) + (":*" if term.is_prefix else "")
    return f"({text})" if len(quoted) > 1 else text


FTS5 = Dialect(_fts5_term, " AND ", " OR ", " NOT ")
TSQUERY = Dialect(_tsquery_term, " & ", " | ", " & !", complement="!{}")

# A part of a question: True finds everything, False nothing, None says nothing (only punctuation was typed),
# else an expression, and whether what it finds is what must be left out.
_Part = bool | tuple[str, bool] | None


def compile_query(query: SearchQuery, dialect: Dialect, *, last_is_prefix: bool = False) -> SearchQuery:
    """Write ``query`` in ``dialect``: an :class:`Expression`, ``MATCH_ALL``, ``MATCH_NONE``, or for a dialect
    without complement ``Not(Expression)``.

    With ``last_is_prefix`` the last Latin word of a plain text may be unfinished, as in autocompletion; Chinese
    needs none of this, as any part of a run is found anyway. Raises ``TypeError`` for anything else.
    """
    part = _Compiler(dialect, last_is_prefix).part(query)
    if part is None or part is False:
        return MATCH_NONE
    if part is True:
        return MATCH_ALL
    text, is_negated = part
    if not is_negated:
        return Expression(text)
    return Expression(dialect.complement.format(text)) if dialect.complement else Not(Expression(text))


def fts5_match(text: str, *, last_is_prefix: bool = False) -> str:
    """Give the right side of FTS5's ``MATCH`` for what a reader typed, "" where it finds nothing.

    For tables of one's own whose content went through :func:`foundation.search.tokens.index_text`.
    """
    return _text(compile_query(PlainText(text), FTS5, last_is_prefix=last_is_prefix))


def tsquery(text: str, *, last_is_prefix: bool = False) -> str:
    """Give the argument of PostgreSQL's ``to_tsquery`` for what a reader typed, "" where it finds nothing."""
    return _text(compile_query(PlainText(text), TSQUERY, last_is_prefix=last_is_prefix))


def _text(query: SearchQuery) -> str:
    return query.query_string if isinstance(query, Expression) else ""


class _Compiler:
    def __init__(self, dialect: Dialect, last_is_prefix: bool) -> None:
        self.dialect = dialect
        self.last_is_prefix = last_is_prefix

    def part(self, query: SearchQuery) -> _Part:
        if isinstance(query, Expression):
            return query.query_string, False
        if isinstance(query, (PlainText, Fuzzy)):
            return self.plain(query)
        if isinstance(query, Phrase):
            term = phrase_term(query.query_string)
            return (self.dialect.write_term(term), False) if term else None
        if isinstance(query, (And, Or)):
            parts = [self.part(subquery) for subquery in _flat(query)]
            return self.both(parts) if isinstance(query, And) else self.either(parts)
        if isinstance(query, Not):
            return _negated(self.part(query.subquery))
        if isinstance(query, Boost):
            return self.part(query.subquery)
        if isinstance(query, MatchAll):
            return True
        raise TypeError(f"Searching by {type(query).__name__} is not supported.")

    def plain(self, query: PlainText | Fuzzy) -> _Part:
        terms = query_terms(query.query_string)
        if not terms:
            return None
        if self.last_is_prefix and not terms[-1].is_han:
            terms[-1] = replace(terms[-1], is_prefix=True)
        written = list(dict.fromkeys(map(self.dialect.write_term, terms)))
        return self.join(written, self.dialect.and_ if query.operator == "and" else self.dialect.or_), False

    def both(self, parts: Iterable[_Part]) -> _Part:
        """Combine with *and*: what says nothing or finds everything drops out; "not" parts are taken away."""
        said = [part for part in parts if part is not None]
        if not said:
            return None
        if any(part is False for part in said):
            return False
        wanted = [part[0] for part in said if isinstance(part, tuple) and not part[1]]
        unwanted = [part[0] for part in said if isinstance(part, tuple) and part[1]]
        if not unwanted:
            return (self.join(wanted, self.dialect.and_), False) if wanted else True
        without = self.join(unwanted, self.dialect.or_)
        if not wanted:
            return without, True
        return f"({self.join(wanted, self.dialect.and_)}{self.dialect.and_not}{without})", False

    def either(self, parts: Iterable[_Part]) -> _Part:
        """Combine with *or*, as "not (not a and not b)"."""
        return _negated(self.both([_negated(part) for part in parts if part is not None] or [None]), empty=None)

    @staticmethod
    def join(texts: list[str], operator: str) -> str:
        return texts[0] if len(texts) == 1 else f"({operator.join(texts)})"


def _negated(part: _Part, *, empty: _Part = True) -> _Part:
    if part is None:
        return empty
    return not part if isinstance(part, bool) else (part[0], not part[1])


def _flat(query: And | Or) -> Iterable[SearchQuery]:
    """Yield the parts of ``a & b & c`` side by side, as ``(a & b) & c`` is the same question."""
    for subquery in query.subqueries:
        if type(subquery) is type(query):
            yield from _flat(subquery)
        else:
            yield subquery
