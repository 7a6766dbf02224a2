"""Half-open intervals ``[from, to)`` of seconds: the arithmetic of what was played and when.

A list of them is in order and without overlaps once it went through ``merged``.
"""

from collections.abc import Iterable, Sequence

Interval = tuple[float, float]


def merged(intervals: Iterable[Sequence[float]]) -> list[Interval]:
    """Return the union of ``intervals``: neither their order nor duplicates nor overlaps matter. Empty ones go."""
    found: list[Interval] = []
    for start, end in sorted((start, end) for start, end in intervals if start < end):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def length(intervals: Iterable[Interval]) -> float:
    """Return the seconds of merged ``intervals``."""
    return sum(end - start for start, end in intervals)


def within(intervals: Iterable[Interval], start: float, end: float) -> list[Interval]:
    """Return what of merged ``intervals`` lies between ``start`` and ``end``."""
    cut = ((max(one, start), min(other, end)) for one, other in intervals)
    return [(one, other) for one, other in cut if one < other]


def first(intervals: Iterable[Interval], seconds: float) -> list[Interval]:
    """Return the first so many ``seconds`` of ``intervals``."""
    found: list[Interval] = []
    for start, end in intervals:
        if seconds <= 0:
            break
        found.append((start, min(end, start + seconds)))
        seconds -= end - start
    return found
