"""What somebody asks of the catalogue, as it stands in the address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lessons.models import LessonLevel


class Length(models.TextChoices):
    """How long a lesson is, measured against the school's limit."""

    MICRO = "micro", _("Micro-lessons")
    FULL = "full", _("Full lessons")


class OwnProgress(models.TextChoices):
    """How far the reader is."""

    NEW = "new", _("Not begun")
    STARTED = "started", _("Begun")
    COMPLETED = "completed", _("Finished")


class Sorting(models.TextChoices):
    """In which order lessons come."""

    BEST = "best", _("Best match")
    NEWEST = "newest", _("Newest")
    VIEWED = "viewed", _("Most viewed")
    SHORTEST = "shortest", _("Shortest")
    TITLE = "title", _("Title")


MOST_VALUES = 20
LONGEST = 100


@dataclass(frozen=True)
class CatalogueFilter:
    """The facets chosen, the words and the order; values that cannot be are dropped.

    Several values of one facet widen it, several facets narrow each other. ``category`` is the translation key of a
    category, which stands for everything below it, or a kind.
    """

    words: str = ""
    category: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    length: tuple[str, ...] = ()
    film: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    sort: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CatalogueFilter":
        """Read ``?q=``, ``?sort=`` and the facets."""
        given: dict[str, Any] = {name: _values(query, name) for name in FACETS}
        for name, allowed in ALLOWED.items():
            given[name] = tuple(value for value in given[name] if value in allowed)
        for name in ("category", "film"):
            given[name] = given[name][-1:]
        sort = query.get("sort", "")
        words = _clean(query.get("q", ""))
        return cls(words=words, sort=sort if sort in Sorting.values else "", **given)

    @property
    def sorting(self) -> Sorting:
        """The order in force: without a wish the best match of words, else the newest."""
        if self.sort and (self.words or self.sort != Sorting.BEST):
            return Sorting(self.sort)
        return Sorting.BEST if self.words else Sorting.NEWEST

    @property
    def is_narrow(self) -> bool:
        """Say whether anything but the order was asked for."""
        return bool(self.words or any(getattr(self, name) for name in FACETS))

    def without(self, name: str, value: str = "") -> "CatalogueFilter":
        """Return the same without one value of a facet, or without its words (``words``)."""
        left: Any = "" if name == "words" else tuple(one for one in getattr(self, name) if one != value)
        return replace(self, **{name: left})

    def query(self) -> str:
        """Return the query of its address, ``""`` for everything."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name in FACETS for value in getattr(self, name)]
        if self.sort and self.sorting == self.sort:
            pairs.append(("sort", self.sort))
        return f"?{urlencode(pairs)}" if pairs else ""


FACETS = ("category", "length", "level", "film", "progress", "tag", "organization")
"""The facets in the order in which they are shown."""
ALLOWED = {
    "level": frozenset(LessonLevel.values),
    "length": frozenset(Length.values),
    "film": frozenset({"yes"}),
    "progress": frozenset(OwnProgress.values),
}


def _clean(value: str) -> str:
    return value.replace("\x00", "").strip()[:LONGEST]


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = dict.fromkeys(_clean(value) for value in query.getlist(name)[:MOST_VALUES])
    return tuple(value for value in values if value)
