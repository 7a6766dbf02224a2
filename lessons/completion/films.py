"""The films and recordings of a lesson, and how long they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wagtail.blocks import StructValue

from foundation.fragments import kept_value
from lessons.completion.intervals import Interval, length, within
from lessons.models import LessonPage
from people.published import published_version

LONGEST_FILM = 24 * 3600
"""Seconds."""
KINDS = ("video", "audio")
"""Types of blocks that hold a film or a recording."""


@dataclass(frozen=True)
class Films:
    """Seconds of each film by the id of its block, 0 where not known; ``stated`` is what those have together."""

    lengths: Mapping[str, float]
    stated: float = 0.0

    @property
    def total(self) -> float:
        """Seconds of all films; 0 where nobody knows."""
        unknown = self.stated if self.has_unknown else 0.0
        return sum(self.lengths.values()) + unknown

    @property
    def has_unknown(self) -> bool:
        """Say whether the length of one is not known."""
        return not all(self.lengths.values())

    def watched(self, played: Mapping[str, list[Interval]]) -> float:
        """Return the seconds of these films that were played, the same one once."""
        known = unknown = 0.0
        for block, seconds in self.lengths.items():
            parts = played.get(block, [])
            if seconds:
                known += length(within(parts, 0.0, seconds))
            else:
                unknown += length(parts)
        return known + min(unknown, self.stated)


def films_of(lesson: LessonPage) -> Films:
    """Return the films of a published lesson; read once for each version of what is published."""
    name = ("lessons.completion.films", lesson.pk, published_version())
    return kept_value(name, lambda: read_films(lesson))  # type: ignore[no-any-return]


def read_films(lesson: LessonPage) -> Films:
    """Return the films of a lesson as it stands, published or not."""
    return Films(lengths_of(lesson.body), float((lesson.film_minutes or Decimal(0)) * 60))


def lengths_of(body: Any) -> dict[str, float]:
    """Return the seconds of each film of a lesson's body by the id of its block; 0 where the school does not know."""
    return {str(one.id): float(getattr(one.value.get("media"), "duration", 0) or 0) for one in films_in(body)}


def films_in(body: Any) -> list[Any]:
    """Return the blocks of a lesson's body that hold a film or a recording."""
    return [block for block in body if block.block_type in KINDS and isinstance(block.value, StructValue)]
