"""Where a learner stands with a quick check, as their progress keeps it.

``LessonProgress.checks`` holds, by the id of the block, what the page shows without another query: the last answer, its
``version`` and ``language``, how it was judged, how many attempts were made at what is asked now, and whether the check
was ever passed. The attempts themselves are rows; this is their sum, written in the same transaction.
"""

import uuid
from dataclasses import asdict, dataclass, replace
from typing import Any

from lessons.checks.base import Check
from lessons.checks.finding import versions_in
from lessons.models import LessonProgress


@dataclass(frozen=True)
class Kept:
    """What is kept of one check; ``passed`` never goes back."""

    version: str = ""
    language: str = ""
    tries: int = 0
    passed: bool = False
    answer: Any = None
    is_right: bool = False

    @classmethod
    def of(cls, progress: LessonProgress | None, block: str) -> "Kept":
        """Return what ``progress`` keeps of the check in a block."""
        kept = progress.checks.get(block) if progress else None
        return cls(**kept) if kept else cls()

    def with_attempt(self, *, is_current: bool, check: Check, language: str, answer: Any, is_right: bool) -> "Kept":
        """Return what is kept after another attempt; ``is_current``: the last one was at what is asked now."""
        tries = self.tries + 1 if is_current else 1
        return Kept(check.version, language, tries, self.passed or is_right, answer, is_right)

    def joined(self, other: "Kept", *, is_newer: bool) -> "Kept":
        """Return what is kept of two accounts of one person."""
        last, first = (other, self) if is_newer else (self, other)
        tries = last.tries + first.tries if last.version == first.version else last.tries
        return replace(last, tries=tries, passed=last.passed or first.passed)

    def stored(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class CheckStanding:
    """Where one learner stands with one check: attempts at an earlier version of the question are not counted.

    ``answer`` is the last one if it fits the question as it is shown; ``is_earlier`` and ``is_elsewhere`` say that the
    last one was given to an earlier version, or in another language.
    """

    tries: int = 0
    is_passed: bool = False
    is_right: bool = False
    answer: Any = None
    is_earlier: bool = False
    is_elsewhere: bool = False

    @property
    def is_answered(self) -> bool:
        """Say whether there is an attempt at the question as it is asked now."""
        return self.tries > 0

    def left(self, check: Check) -> int | None:
        """Return how many attempts are left; ``None`` if as many as one likes."""
        return max(0, check.attempts - self.tries) if check.attempts else None

    def is_closed(self, check: Check) -> bool:
        """Say whether it was answered rightly, or no attempt is left."""
        return self.is_right or self.left(check) == 0


def standing_in(check: Check, kept: Kept, *, key: uuid.UUID, language: str) -> CheckStanding:
    """Return where a learner stands with ``check``, which is read in ``language``. No query where it was answered."""
    if not kept.version:
        return CheckStanding(is_passed=kept.passed)
    if kept.language == language and kept.version == check.version:
        return CheckStanding(kept.tries, kept.passed, kept.is_right, kept.answer)
    if is_current(kept, check.block, key=key):
        return CheckStanding(kept.tries, kept.passed, kept.is_right, is_elsewhere=True)
    return CheckStanding(is_passed=kept.passed, is_earlier=True)


def is_current(kept: Kept, block: str, *, key: uuid.UUID) -> bool:
    """Say whether the last attempt was at the question as it is asked now, in the language in which it was answered."""
    return versions_in(key).get((kept.language, block)) == kept.version
