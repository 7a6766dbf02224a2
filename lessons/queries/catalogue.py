"""Which lessons someone may study, and which of them were asked for."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from foundation.prepared import prepared
from foundation.search.matching import newest_hits
from lessons.catalogue.facets import Chosen, Ground, choose
from lessons.catalogue.facts import Fact, Facts, facts_of, micro_minutes
from lessons.catalogue.tree import course_system
from lessons.catalogue.wanted import CatalogueFilter, Sorting
from lessons.models import LessonPage, LessonProgress
from lessons.queries.progress import progress_of
from lessons.queries.views import recent_views
from people.audience import Audience, visible_to
from people.models import User
from people.queries.audience import unrestricted
from people.scope import Scope, scope_of


@dataclass(frozen=True)
class Shelf:
    """The lessons that somebody asked for, in order, with what stands beside them in facets and on cards."""

    facts: Facts
    ground: Ground
    visible: frozenset[int]
    chosen: Chosen
    progress: Mapping[uuid.UUID, LessonProgress]

    @property
    def found(self) -> list[Fact]:
        """The lessons that match, in the order asked for."""
        return self.chosen.facts


def shelf_for(
    user: User | AnonymousUser, language: str, wanted: CatalogueFilter, within: QuerySet[LessonPage] | None = None
) -> Shelf:
    """Return the published lessons in ``language``, or of ``within``, that ``user`` may see and ``wanted`` asks for."""
    lessons = LessonPage.objects.live() if within is None else within
    facts, progress = facts_of(language), progress_of(user)
    may_see = visible_to(user, lessons.filter(locale__language_code=language))
    if facts.has_restricted:
        may_see = unrestricted(user, may_see)
    visible = frozenset(may_see.order_by().values_list("pk", flat=True))
    states = {key: row.state for key, row in progress.items()}
    ground = Ground(course_system(language), micro_minutes(), states)
    ranks = _ranks(may_see, wanted.words, len(facts.lessons)) if wanted.words else {}
    offered = [fact for fact in facts.lessons.values() if fact.pk in visible and (not wanted.words or fact.pk in ranks)]
    chosen = choose(offered, wanted, ground)
    chosen.facts.sort(key=_order(wanted.sorting, ranks))
    return Shelf(facts, ground, visible, chosen, progress)


def pages_of(facts: Sequence[Fact]) -> list[LessonPage]:
    """Load lessons in the order of ``facts``, without their bodies. One query."""
    rows = LessonPage.objects.filter(pk__in=[fact.pk for fact in facts]).select_related("category", "locale")
    pages = {page.pk: page for page in rows.defer("body")}
    return [pages[fact.pk] for fact in facts if fact.pk in pages]


def readable(user: User | AnonymousUser, facts: Iterable[Fact]) -> frozenset[int]:
    """Return the numbers of those lessons that ``user`` may see. No query where the audience alone tells."""
    facts = list(facts)
    if not user.is_authenticated:
        return frozenset(fact.pk for fact in facts if fact.audience == Audience.PUBLIC and not fact.is_restricted)
    scope = scope_of(user)
    open_now = {fact.pk for fact in facts if user.is_active and _is_open(fact, scope)}
    unknown = [fact.pk for fact in facts if fact.pk not in open_now]
    if unknown:
        asked = visible_to(user, LessonPage.objects.filter(pk__in=unknown))
        if any(fact.is_restricted for fact in facts):
            asked = unrestricted(user, asked)
        open_now |= set(asked.values_list("pk", flat=True))
    return frozenset(open_now)


def _is_open(fact: Fact, scope: Scope) -> bool:
    """Say whether the audience alone lets somebody in who has signed in, and nothing else stands in the way."""
    if fact.is_restricted and not scope.everything:
        return False
    if fact.audience == Audience.ORGANIZATION:
        return scope.everything or fact.audience_path in scope.belongs_to
    return scope.everything or fact.audience in (Audience.PUBLIC, Audience.SIGNED_IN)


def _ranks(lessons: QuerySet[LessonPage], words: str, most: int) -> dict[int, float]:
    """Return how well those of ``lessons``, which somebody may see, fit that hold ``words``: more is better."""
    return dict(newest_hits(lessons, words, most=most).values_list("pk", "search_rank"))


def _order(sorting: Sorting, ranks: Mapping[int, float]) -> Callable[[Fact], Any]:
    if sorting == Sorting.BEST:
        return lambda fact: (-ranks[fact.pk], fact.newest_first)
    if sorting == Sorting.SHORTEST:
        return lambda fact: (fact.minutes, fact.newest_first)
    if sorting == Sorting.TITLE:
        # In this coding common Han characters stand in the order of their sounds.
        return lambda fact: (fact.title.casefold().encode("gb18030", "replace"), fact.pk)
    if sorting == Sorting.VIEWED:
        views = recent_views()
        return lambda fact: (-views.get(fact.key, 0), fact.newest_first)
    return lambda fact: fact.newest_first


@prepared
def live_lesson(key: uuid.UUID, language: str) -> QuerySet[LessonPage]:
    """The published lesson in a language. Every reader's page asks for it every few seconds, without the body."""
    lessons = LessonPage.objects.live().filter(translation_key=key, locale__language_code=language)
    return lessons.select_related("locale").defer("body")[:1]
