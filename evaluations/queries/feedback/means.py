"""How far a mean may be from chance alone."""

from collections.abc import Sequence
from math import sqrt

_NORMAL = 1.959964
"""So many standard errors to each side hold 95 of a hundred, with many answers."""


def margin_of(mean: float, mean_of_squares: float, people: int) -> float:
    """Return how far to each side the 95 % interval of a mean goes that ``people``, at least 2, have given."""
    spread = max(0.0, mean_of_squares - mean**2) * people / (people - 1)
    return _student(people - 1) * sqrt(spread / people)


def interval_of(counts: Sequence[int]) -> tuple[float, float] | None:
    """Return the 95 % interval of the mean level, ``counts`` being how often each was given; of fewer than two none."""
    given = sum(counts)
    if given < 2:
        return None
    levels = list(enumerate(counts, start=1))
    mean = sum(level * count for level, count in levels) / given
    margin = margin_of(mean, sum(level * level * count for level, count in levels) / given, given)
    return max(1.0, mean - margin), min(float(len(counts)), mean + margin)


def _student(degrees: int) -> float:
    """Return how many standard errors hold 95 of a hundred with few answers: more than with many."""
    z = _NORMAL
    first = (z**3 + z) / (4 * degrees)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    return z + first + second + third
