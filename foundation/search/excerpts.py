"""Shows where in a text a question was found."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from foundation.search.tokens import HAN, segments

_WORD = re.compile(rf"[^\W_{HAN}]+")
_ENDINGS = ("ing", "ies", "ed", "es", "s", "y", "e")
_MAX_TEXT = 100_000


def highlight(text: str, query: str, *, width: int = 120) -> list[tuple[str, bool]]:
    """Give the part of ``text`` richest in what ``query`` asks for, as ``(piece, is_hit)`` pairs in order.

    The pieces joined are at most ``width`` characters of the original text, with "…" where something was left
    out; ``width=0`` gives the whole text. Chinese is marked wherever it stands, Latin words whole, whatever their
    case, accents or English ending, so a piece may be marked that the database did not count. Pieces are plain
    text: let the template escape them (``{% if is_hit %}<mark>{{ piece }}</mark>``).
    """
    text = text[:_MAX_TEXT]
    hits = _merged(_hits(text, query))
    start, stop = (0, len(text)) if width <= 0 else _window(hits, len(text), width)
    cuts = [(max(left, start), min(right, stop)) for left, right in hits if left < stop and right > start]
    pieces = [("…", False)] if start else []
    position = start
    for left, right in cuts:
        pieces += [(text[position:left], False), (text[left:right], True)]
        position = right
    pieces.append((text[position:stop] + ("…" if stop < len(text) else ""), False))
    return _joined(pieces)


def holds_all(query: str) -> Callable[[str], bool]:
    """Return what says whether a text, a title say, has every part of ``query``, as :func:`highlight` would mark it."""
    parts = [("".join(map(_folded, part)), is_han) for part, is_han in segments(query)]
    runs = [part for part, is_han in parts if is_han]
    stems = {_stem(word) for part, is_han in parts if not is_han for word in _WORD.findall(part)}

    def holds(text: str) -> bool:
        comparable = "".join(map(_folded, text))
        if not all(run in comparable for run in runs):
            return False
        return not stems or stems <= {_stem(word) for word in _WORD.findall(comparable)}

    return holds if parts else lambda text: False


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Give a character as it is compared: compatibility forms resolved, accents and invisible ones gone, lower case."""
    kept = (part for part in unicodedata.normalize("NFKD", character) if unicodedata.category(part) not in ("Mn", "Cf"))
    return "".join(kept).casefold()


def _hits(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Yield where in ``text`` a part of ``query`` stands, as start and stop."""
    folds = [_folded(character) for character in text]
    comparable = "".join(folds)
    ends = [0]
    for fold in folds:
        ends.append(ends[-1] + len(fold))

    def origin(start: int, stop: int) -> tuple[int, int]:
        return bisect_left(ends, start + 1) - 1, bisect_left(ends, stop)

    parts = {("".join(map(_folded, part)), is_han) for part, is_han in segments(query)}
    for part, is_han in parts:
        if is_han:
            yield from (origin(*match.span()) for match in re.finditer(re.escape(part), comparable))
    stems = {_stem(word) for part, is_han in parts if not is_han for word in _WORD.findall(part)}
    if stems:
        yield from (origin(*match.span()) for match in _WORD.finditer(comparable) if _stem(match[0]) in stems)


def _stem(word: str) -> str:
    """Cut an English ending, roughly: enough to mark "lessons" for "lesson"."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _merged(hits: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _window(hits: list[tuple[int, int]], length: int, width: int) -> tuple[int, int]:
    """Choose ``width`` characters that hold most hits, with some text before the first of them."""
    best, most, last = 0, 0, 0
    for first, (start, _) in enumerate(hits):
        while last < len(hits) and hits[last][1] <= start + width:
            last += 1
        if last - first > most:
            best, most = first, last - first
    if not hits or length <= width:
        return 0, min(width, length)
    spare = width - (hits[max(best + most - 1, best)][1] - hits[best][0])
    start = min(max(hits[best][0] - max(spare, 0) // 3, 0), length - width)
    return start, start + width


def _joined(pieces: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Join neighbours of one kind and drop empty pieces."""
    joined: list[tuple[str, bool]] = []
    for piece, is_hit in pieces:
        if piece and joined and joined[-1][1] == is_hit:
            joined[-1] = (joined[-1][0] + piece, is_hit)
        elif piece:
            joined.append((piece, is_hit))
    return joined
