"""What stands around a lesson: what it asks for first, the series it belongs to, what goes with it.

All of it is written, not the reader's, and kept for each language until something is published. Lessons are named by
translation keys; ``facts_of`` the same language says which of them are published in it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lessons.catalogue.facts import Fact, facts_of
from lessons.catalogue.kept import kept_until_published
from lessons.catalogue.tree import course_system
from lessons.models import LessonPrerequisite, LessonSeries, LessonSeriesItem, RelatedLesson

Keys = Mapping[uuid.UUID, tuple[uuid.UUID, ...]]
MOST_RELATED = 6
MOST_CONSIDERED = 18
"""So many lessons are named as related, for a reader who may not see some of them."""


@dataclass(frozen=True)
class Series:
    """A series and its published lessons in order."""

    key: uuid.UUID
    title: str
    intro: str
    lessons: tuple[Fact, ...]


@dataclass(frozen=True)
class Links:
    """What all published lessons of a language point at."""

    prerequisites: Keys
    picks: Keys
    series: tuple[Series, ...]

    @cached_property
    def series_of(self) -> Mapping[uuid.UUID, tuple[Series, ...]]:
        """The series that each lesson belongs to."""
        found: dict[uuid.UUID, list[Series]] = defaultdict(list)
        for one in self.series:
            for fact in one.lessons:
                found[fact.key].append(one)
        return {key: tuple(several) for key, several in found.items()}

    def comes_round(self, key: uuid.UUID, needed: uuid.UUID) -> bool:
        """Say whether ``needed`` asks for ``key`` in turn, directly or through others."""
        return key in reachable(self.prerequisites, needed)


@kept_until_published
def links_in(language: str) -> Links:
    """Return what the lessons of a language point at. Three queries, once for each version."""
    known = facts_of(language).by_key
    return Links(
        prerequisites=_keys(LessonPrerequisite, language, known),
        picks=_keys(RelatedLesson, language, known),
        series=_series(language, known),
    )


@kept_until_published
def related_to(key: uuid.UUID, language: str) -> tuple[Fact, ...]:
    """Return what goes with a lesson, best first: the editor's picks, then by shared tags and category."""
    facts, links, system = facts_of(language), links_in(language), course_system(language)
    lesson = facts.by_key.get(key)
    if lesson is None:
        return ()
    around = {key, *links.prerequisites.get(key, ())}
    around |= {fact.key for one in links.series_of.get(key, ()) for fact in one.lessons}
    picked = [facts.by_key[one] for one in links.picks.get(key, ()) if one in facts.by_key]
    branch = system.below(lesson.category) if lesson.category else frozenset()
    wanted, scores = set(lesson.tags), {}
    for fact in facts.lessons.values():
        score = 3 * len(wanted & set(fact.tags)) + (2 if fact.category in branch else 0)
        if score and fact.key not in around and fact not in picked:
            scores[fact] = (-score, fact.level != lesson.level, fact.newest_first)
    return (*picked, *sorted(scores, key=scores.__getitem__))[:MOST_CONSIDERED]


def reachable(edges: Mapping[uuid.UUID, Iterable[uuid.UUID]], start: uuid.UUID) -> set[uuid.UUID]:
    """Return everything that ``start`` asks for, directly or through others."""
    found: set[uuid.UUID] = set()
    waiting = [start]
    while waiting:
        for key in edges.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def _keys(
    model: type[LessonPrerequisite] | type[RelatedLesson], language: str, known: Mapping[uuid.UUID, Fact]
) -> Keys:
    rows = model.objects.filter(page__live=True, page__locale__language_code=language)
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for page, lesson in rows.order_by("page_id", "sort_order", "pk").values_list(
        "page__translation_key", "lesson__translation_key"
    ):
        if lesson in known and lesson not in found[page]:
            found[page].append(lesson)
    return {page: tuple(lessons) for page, lessons in found.items()}


def _series(language: str, known: Mapping[uuid.UUID, Fact]) -> tuple[Series, ...]:
    lessons: dict[int, list[Fact]] = defaultdict(list)
    items = LessonSeriesItem.objects.filter(series__locale__language_code=language).order_by("sort_order", "pk")
    for series, key in items.values_list("series_id", "lesson__translation_key"):
        if key in known and known[key] not in lessons[series]:
            lessons[series].append(known[key])
    rows = LessonSeries.objects.filter(locale__language_code=language).order_by("title", "pk")
    return tuple(
        Series(key, title, intro, tuple(lessons[pk]))
        for pk, key, title, intro in rows.values_list("pk", "translation_key", "title", "intro")
        if lessons[pk]
    )
