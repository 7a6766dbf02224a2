"""The answer to a question: what was found of each kind, and how else one might narrow it."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forums.models import ForumPage
from forums.queries.search import forums_searched_by
from foundation.prepared.once import one_question
from home.queries.search.asked import FORUM, KINDS, LESSON, PERSON, POST, WHEN, Asked
from home.queries.search.hits import Hit, best_first, newest_first
from home.queries.search.people import people_hits
from home.queries.search.places import Places
from home.queries.search.sources import SOURCES
from lessons.models import LessonLevel
from lessons.models.category import LessonCategoryKind
from people.models import User

SHOWN_OF_EACH = 5
"""How many of each kind are shown beside each other."""
MOST_CHOICES = 8
"""The most values of one facet that are offered."""
NO_FORUM = -1


@dataclass(frozen=True)
class Count:
    """How many there are; with ``is_more`` more than that."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class Choice:
    """One value of a facet, by which one may narrow."""

    value: str
    label: str | Promise
    count: Count
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A way to narrow: the ``name`` in the address and its values, those with most first where they have no order."""

    name: str
    label: str | Promise
    choices: list[Choice]


@dataclass(frozen=True)
class Group:
    """What was found of one kind, sorted; of a kind that was not asked for only how many there are."""

    kind: str
    label: str | Promise
    hits: list[Hit]
    count: Count

    @property
    def first(self) -> list[Hit]:
        """The first few."""
        return self.hits[:SHOWN_OF_EACH]

    @property
    def has_others(self) -> bool:
        """Whether there are more than the first few."""
        return len(self.hits) > SHOWN_OF_EACH


@dataclass(frozen=True)
class Results:
    """Everything that was found; ``groups`` has the kinds of which there is something, in the order of ``KINDS``."""

    asked: Asked
    groups: list[Group] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)

    @property
    def chosen(self) -> Group | None:
        """The kind that was asked for."""
        return next((group for group in self.groups if group.kind == self.asked.kind), None)

    @property
    def best_first(self) -> list[Group]:
        """The kinds, those first of which something bears the words as its title."""
        return sorted(self.groups, key=lambda group: not any(hit.has_title for hit in group.hits))

    @property
    def total(self) -> Count:
        """How many there are of what was asked for."""
        groups = [group for group in self.groups if self.asked.kind in ("", group.kind)]
        return Count(sum(group.count.number for group in groups), any(group.count.is_more for group in groups))


def search(user: User | AnonymousUser, asked: Asked) -> Results:
    """Find what ``asked`` asks for among what ``user`` may see."""
    if not asked.can_be_answered:
        return Results(asked)
    with one_question():
        return _search(user, asked)


def _search(user: User | AnonymousUser, asked: Asked) -> Results:
    places = Places()
    inside = places.paths_of(asked.organization) if asked.organization else None
    asked_for = [source for source in SOURCES if asked.kind in ("", source.kind)]
    found = {source.kind: source.hits(user, asked, inside) for source in asked_for}
    found[PERSON] = people_hits(user, asked)
    keep = _Narrowing(asked, places, inside, _key_of(asked.forum, user) if asked.forum else None)
    groups = {kind: _group(kind, *hits, keep) for kind, hits in found.items()}
    for source in SOURCES:
        if source not in asked_for:
            count = Count(*source.number(user, asked, inside))
            groups[source.kind] = Group(source.kind, KINDS[source.kind], [], count)
    there = [groups[kind] for kind in KINDS if groups[kind].count.number]
    return Results(asked, there, _facets(asked, found, keep))


def _group(kind: str, hits: list[Hit], is_more: bool, keep: "_Narrowing") -> Group:
    kept = sorted(filter(keep, hits), key=newest_first if keep.asked.sort else best_first)
    return Group(kind, KINDS[kind], kept, Count(len(kept), is_more))


class _Narrowing:
    """What was chosen besides words, asked of hits; ``but`` leaves one choice aside, to count its other values."""

    def __init__(self, asked: Asked, places: Places, inside: list[str] | None, forum: int | None) -> None:
        self.asked, self.places, self.inside, self.since = asked, places, inside, asked.since
        self.forum = forum

    def __call__(self, hit: Hit, but: str = "") -> bool:
        asked = self.asked
        if self.inside is not None and but != "organization" and not hit.path.startswith(tuple(self.inside)):
            return False
        if self.since and but != "when" and (hit.at is None or hit.at < self.since):
            return False
        if hit.kind == LESSON:
            if asked.category and but != "category" and hit.category != asked.category:
                return False
            return not asked.level or but == "level" or hit.level == asked.level
        return self.forum is None or but == "forum" or hit.kind != POST or hit.forum == self.forum


def _key_of(forum: uuid.UUID, user: User | AnonymousUser) -> int:
    """Return the forum that was chosen; one that the reader may not see has no name in the answer."""
    known = forums_searched_by(user) if isinstance(user, User) else ForumPage.objects.none()
    return known.filter(public_id=forum).values_list("pk", flat=True).first() or NO_FORUM


Found = dict[str, tuple[list[Hit], bool]]


def _facets(asked: Asked, found: Found, keep: _Narrowing) -> list[Facet]:
    """Count the values of each facet among what the other choices leave of the kinds asked for."""
    kinds = [asked.kind] if asked.kind else [kind for kind in KINDS if kind != PERSON]
    is_more = any(found[kind][1] for kind in kinds)
    every = [hit for kind in kinds for hit in found[kind][0]]

    def rest(but: str) -> Iterable[Hit]:
        return (hit for hit in every if keep(hit, but))

    facets = [_organizations(asked, keep.places, rest("organization"), is_more), _times(asked, rest("when"), is_more)]
    if asked.kind == LESSON:
        facets[:0] = [
            _listed("category", _("Category"), LessonCategoryKind, asked.category, rest("category"), is_more),
            _listed("level", _("Level"), LessonLevel, asked.level, rest("level"), is_more),
        ]
    if asked.kind == POST:
        facets.insert(0, _forums(asked, keep.forum, rest("forum"), is_more))
    return [facet for facet in facets if _narrows(facet)]


def _narrows(facet: Facet) -> bool:
    enough = 1 if facet.name == "when" else 2
    return len(facet.choices) >= enough or any(one.is_chosen for one in facet.choices)


def _listed(name: str, label: str, values: Any, chosen: str, hits: Iterable[Hit], is_more: bool) -> Facet:
    counted = Counter(getattr(hit, name) for hit in hits)
    choices = [
        Choice(value, words, Count(counted[value], is_more), value == chosen)
        for value, words in values.choices
        if counted[value] or value == chosen
    ]
    return Facet(name, label, choices)


def _organizations(asked: Asked, places: Places, hits: Iterable[Hit], is_more: bool) -> Facet:
    counted = Counter(owner for hit in hits if (owner := places.owner_of(hit.path)))
    chosen = places.organization(asked.organization)
    choices = [
        Choice(str(one.public_id), one.name, Count(number, is_more), one == chosen)
        for one, number in _most(counted, chosen)
    ]
    return Facet("organization", _("Organization"), choices)


def _forums(asked: Asked, chosen: int | None, hits: Iterable[Hit], is_more: bool) -> Facet:
    rows = _most(Counter(hit.forum for hit in hits), chosen if chosen != NO_FORUM else None)
    named = ForumPage.objects.in_bulk([pk for pk, _number in rows])
    choices = [
        Choice(str(named[pk].public_id), named[pk].title, Count(number, is_more), pk == chosen)
        for pk, number in rows
        if pk in named
    ]
    return Facet("forum", KINDS[FORUM], choices)


def _times(asked: Asked, hits: Iterable[Hit], is_more: bool) -> Facet:
    every = list(hits)
    moments = [hit.at for hit in every if hit.at]
    choices = []
    for value, label in WHEN.items():
        since = Asked(when=value).since
        number = sum(1 for moment in moments if since and moment >= since)
        # What would leave everything narrows nothing.
        if 0 < number < len(every) or value == asked.when:
            choices.append(Choice(value, label, Count(number, is_more), value == asked.when))
    return Facet("when", _("Date"), choices)


def _most(counted: Counter[Any], chosen: Any) -> list[tuple[Any, int]]:
    """Return the values with most, and the chosen one in any case."""
    rows = counted.most_common(MOST_CHOICES)
    if chosen is not None and all(value != chosen for value, _number in rows):
        rows.append((chosen, counted[chosen]))
    return rows
