"""Counting minutes of leave exactly: whole minutes of real time, fractions instead of decimals.

A minute is counted by its place on the one time line of the world, so that a night in which clocks are changed has as
many minutes as pass. Spans are half open: one that ends at ten does not touch what begins at ten.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MINUTE = datetime.timedelta(minutes=1)

Span = tuple[int, int]
"""A first minute and the one after the last."""


def minute_of(moment: datetime.datetime) -> int:
    """Return the minute of an aware time."""
    return (moment.astimezone(datetime.UTC) - _EPOCH) // _MINUTE


def span(starts_at: datetime.datetime, ends_at: datetime.datetime) -> Span:
    """Return the span between two aware times."""
    return minute_of(starts_at), minute_of(ends_at)


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that touch or overlap made one, and empty ones left out."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def covered(item: Span, away: Sequence[Span]) -> int:
    """Count the minutes of ``item`` that lie in ``away``, which ``united`` has made."""
    return sum(max(0, min(item[1], end) - max(item[0], start)) for start, end in away)


@dataclass(frozen=True)
class Absence:
    """How much of a class's required time a learner misses; everything in minutes.

    ``excused`` is away with leave, ``unexcused`` without.
    """

    required: int
    excused: int = 0
    unexcused: int = 0

    @property
    def used(self) -> int:
        """Both together."""
        return self.excused + self.unexcused

    @property
    def share(self) -> Fraction:
        """The part of the required time that is missed; 0 where nothing is required."""
        return self._of(self.used)

    @property
    def excused_share(self) -> Fraction:
        """The part missed with leave."""
        return self._of(self.excused)

    @property
    def unexcused_share(self) -> Fraction:
        """The part missed without leave."""
        return self._of(self.unexcused)

    def _of(self, minutes: int) -> Fraction:
        return Fraction(minutes, self.required) if self.required else Fraction(0)

    def level(self, limit: Fraction) -> str:
        """Say how this stands to ``limit``: ``passed`` only beyond it, ``nine_tenths``, ``half``, or nothing yet."""
        if self.share > limit:
            return "passed"
        if self.share and self.share >= limit * Fraction(9, 10):
            return "nine_tenths"
        return "half" if self.share and self.share >= limit / 2 else ""


def tenths_of_percent(share: Fraction) -> int:
    """Return ``share`` in tenths of a percent, rounded half up."""
    return (share.numerator * 2_000 + share.denominator) // (2 * share.denominator)
