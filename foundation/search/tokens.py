"""How text becomes search tokens: pure functions, the same for the index and for the question.

Chinese is written without spaces, so the word splitters of PostgreSQL and SQLite take a whole clause for one
word. Here each run of Han characters becomes overlapping pairs and its last character alone
(``培训班`` → ``培训 训班 班``). A run in a question is then a phrase of its pairs (``培训班`` → ``培训`` followed by
``训班``), and a single character is a prefix (``训`` → ``训…``), since every character begins exactly one token.
The last character standing alone keeps two clauses apart: no phrase reaches across a comma.

All other text stays with the database's own word splitter, after these repairs, which both sides get:

* NFKC: full-width letters and digits become plain ones, compatibility ideographs their unified form;
* control characters, lone surrogates, symbols, emoji and non-ASCII punctuation become spaces;
* invisible characters (zero-width spaces, variation selectors, soft hyphens) vanish;
* hyphens become spaces: PostgreSQL would read ``2024-05`` as the numbers 2024 and -5.

Never pass a text through :func:`index_text` twice: pairs of pairs find nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

MAX_QUERY_CHARACTERS = 255
"""A longer question is cut here (Wagtail's own limit for a question)."""

MAX_QUERY_TERMS = 64
"""Terms of one question beyond this many are left out."""

_RARE = "\U00020000"
HAN = f"\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff{_RARE}-\U0003ffff"
"""The Han characters, as the inside of a regular expression's brackets."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_SEGMENT = re.compile(rf"([{HAN}]+)|[^\s{HAN}]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: ``tokens`` that follow each other, the last one a prefix if ``is_prefix``.

    ``is_han`` says that the last token is Chinese, and so must not be made a prefix to find unfinished words.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False
    is_han: bool = False


class _Cleaner(dict[int, str]):
    """A table for ``str.translate``, filled as characters are met (the Basic Multilingual Plane only)."""

    def __missing__(self, code: int) -> str:
        replacement = self.decide(code)
        if code < 0x10000:
            self[code] = replacement
        return replacement

    @staticmethod
    def decide(code: int) -> str:
        character = chr(code)
        if code < 0x7F:
            return " " if code < 0x20 or character == "-" else character
        if 0x20000 <= code <= 0x3FFFF:  # Han, also where this Python's tables do not know the character yet.
            return character
        category = unicodedata.category(character)
        if category in ("Cf", "Me") or "VARIATION SELECTOR" in unicodedata.name(character, ""):
            return ""
        return character if category[0] in "LMN" else " "


_CLEANER = _Cleaner()


def clean(text: str) -> str:
    """Give ``text`` in the one form that is indexed and asked for (see the module's list of repairs)."""
    return unicodedata.normalize("NFKC", text).translate(_CLEANER)


def _pairs(run: str) -> list[str]:
    """Split a run of Han characters into overlapping pairs and its last character.

    Characters outside the Basic Multilingual Plane are spelled as their number: a database whose tables are
    older than the character would take it for punctuation.
    """
    characters = [character if character < _RARE else f"u{ord(character):x}" for character in run]
    return [*map("".join, pairwise(characters)), characters[-1]]


def index_text(text: str) -> str:
    """Give the words to hand to the database's full-text index for ``text``."""
    return _HAN_RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", clean(text))


def segments(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a question in order, each with whether it is a run of Han characters.

    Other parts are what stands between spaces and Chinese; those without a letter or digit are left out.
    """
    for match in _SEGMENT.finditer(clean(text[:MAX_QUERY_CHARACTERS])[:MAX_QUERY_CHARACTERS]):
        is_han = match[1] is not None
        if is_han or any(map(str.isalnum, match[0])):
            yield match[0], is_han


def query_terms(text: str) -> list[Term]:
    """Give what to look for when a reader types ``text``: every term must be found, in any order.

    ``"5G网络"`` gives ``5G`` and the phrase of one pair ``网络``; punctuation alone gives an empty list, which
    should find nothing.
    """
    return [_term(part, is_han=is_han) for part, is_han in segments(text)][:MAX_QUERY_TERMS]


def _term(part: str, *, is_han: bool) -> Term:
    if not is_han:
        return Term((part,))
    if len(part) == 1:
        return Term(tuple(_pairs(part)), is_prefix=True, is_han=True)
    return Term(tuple(_pairs(part)[:-1]), is_han=True)


def phrase_term(text: str) -> Term | None:
    """Give ``text`` as one phrase over all its parts, Chinese and Latin; ``None`` where there is nothing to find."""
    parts = list(segments(text))
    if not parts:
        return None
    tokens = [token for part, is_han in parts[:-1] for token in (_pairs(part) if is_han else [part])]
    last = _term(parts[-1][0], is_han=parts[-1][1])
    return replace(last, tokens=(*tokens, *last.tokens))
