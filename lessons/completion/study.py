"""What a learner has studied of a lesson, and how a report adds to it.

The server never trusts the clock of a learner's device. A page proves by a sealed time (see ``opening``) when the
server opened it, and reports stretches since then; they are kept as times of the server, none in the future and none
before the opening. Study time is the length of their union, so two pages at once, another device, a report that comes
twice or late add nothing of a minute that is counted already. What was studied offline counts alike: at most what
passed since the lesson was opened, and never more than ``opening.LONGEST`` of it.

Played seconds are limited by the study time that came with them: at most ``FASTEST`` times as much, and only the part
that falls to time not counted before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lessons.completion.intervals import Interval, first, length, merged
from lessons.models import LessonBeat, LessonProgress

FASTEST = 2.0
"""The highest speed at which playing counts."""
JITTER = 1.1
"""A tenth may be lost between the clocks of a player and a page."""
MOST_PIECES = 500
"""So many intervals are kept of a lesson's films, and of its study time; beyond that the shortest are dropped."""


@dataclass
class Study:
    """The sum of one learner's reports on one lesson."""

    percent: int = 0
    seconds: int = 0
    studied: list[Interval] = field(default_factory=list)
    played: dict[str, list[Interval]] = field(default_factory=dict)
    place: tuple[float, str, float] | None = None
    """When a film was played last, which, and up to which second: as the page says it, also where it counts nothing."""
    passed: frozenset[str] = frozenset()
    said: bool = False
    confirmed: bool = False
    completed: bool = False

    @classmethod
    def of(cls, progress: LessonProgress | None, beats: Iterable[LessonBeat] = ()) -> "Study":
        """Return what ``progress`` holds, and ``beats`` on top of it."""
        study = cls()
        if progress is not None:
            study = cls(
                percent=progress.percent,
                seconds=progress.seconds_spent,
                studied=[(start, end) for start, end in progress.studied],
                played={block: [(start, end) for start, end in parts] for block, parts in progress.played.items()},
                place=tuple(progress.place) or None,
                passed=frozenset(block for block, kept in progress.checks.items() if kept["passed"]),
                said=progress.said_at is not None,
                confirmed=progress.confirmed_at is not None,
                completed=progress.completed_at is not None,
            )
        for beat in beats:
            study.add(beat)
        return study

    def add(self, beat: LessonBeat) -> None:
        """Add one report; adding it again changes nothing."""
        self.percent = max(self.percent, beat.percent)
        span = (round(beat.starts_at.timestamp(), 2), round(beat.ends_at.timestamp(), 2))
        whole = span[1] - span[0]
        known = merged([*self.studied, span])
        fresh = length(known) - length(self.studied)
        self.seconds += int(length(known)) - int(length(self.studied))
        self.studied = known
        places = [(span[1], block, parts[-1][1]) for block, parts in beat.played.items() if parts]
        self.place = max(filter(None, [self.place, *places]), default=None)
        if whole > 0:
            self._add_played(beat.played, whole, fresh)

    def _add_played(self, played: dict[str, list[list[float]]], whole: float, fresh: float) -> None:
        share = min(1.0, JITTER * fresh / whole)
        claimed = {block: merged(parts) for block, parts in played.items()}
        total = sum(length(parts) for parts in claimed.values())
        left = min(total * share, FASTEST * JITTER * fresh)
        for block, parts in claimed.items():
            counted = first(parts, left)
            left -= length(counted)
            if counted:
                self.played[block] = merged([*self.played.get(block, ()), *counted])

    def write_to(self, progress: LessonProgress) -> None:
        """Put the sums into ``progress``, which is not saved."""
        progress.percent = self.percent
        kept = _longest(self.studied)
        # Whole seconds of what is kept are part of the sum, so dropping a piece must not make it count again.
        progress.seconds_spent = self.seconds
        progress.studied = [list(part) for part in kept]
        progress.place = list(self.place or ())
        progress.played = {block: [list(part) for part in _longest(parts)] for block, parts in self.played.items()}


def _longest(intervals: list[Interval]) -> list[Interval]:
    if len(intervals) <= MOST_PIECES:
        return intervals
    return sorted(sorted(intervals, key=lambda part: part[0] - part[1])[:MOST_PIECES])
