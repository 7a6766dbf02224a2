"""Choosing lessons by facets, and counting what each further choice would leave."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lessons.catalogue.facts import Fact
from lessons.catalogue.tree import CourseSystem
from lessons.catalogue.wanted import FACETS, CatalogueFilter, Length, OwnProgress


@dataclass
class Chosen:
    """The lessons that match everything asked for, and how many each value of a facet would leave.

    A value's count looks at all facets but its own: what one would see after choosing it beside, or instead of, the
    others of its facet.
    """

    facts: list[Fact] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    totals: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Ground:
    """What values of facets mean: the course system, the micro limit, how far the reader is."""

    system: CourseSystem
    micro_minutes: int
    states: Mapping[uuid.UUID, str]

    def length(self, fact: Fact) -> str:
        """Return which length a lesson has."""
        return Length.MICRO if fact.minutes < self.micro_minutes else Length.FULL


Values = Callable[[Fact], Iterable[str]]


def choose(facts: Iterable[Fact], wanted: CatalogueFilter, ground: Ground) -> Chosen:
    """Choose among ``facts``, which somebody may see, in one pass."""
    read = _readers(wanted, ground)
    asked = {name: _asked(name, wanted, ground) for name in FACETS}
    chosen = Chosen()
    for fact in facts:
        values = {name: tuple(read[name](fact)) for name in FACETS}
        failed = [name for name in FACETS if asked[name] and asked[name].isdisjoint(values[name])]
        if not failed:
            chosen.facts.append(fact)
        if len(failed) > 1:
            continue
        for name in failed or FACETS:
            chosen.totals[name] += 1
            chosen.counts[name].update(values[name])
    return chosen


def _readers(wanted: CatalogueFilter, ground: Ground) -> dict[str, Values]:
    def categories(fact: Fact) -> Iterable[str]:
        branch = ground.system.get(fact.category)
        if branch is not None:
            yield str(branch.key)
            yield from (str(above.key) for above in ground.system.above(branch.pk))

    return {
        "category": categories,
        "length": lambda fact: (ground.length(fact),),
        "level": lambda fact: (fact.level,),
        "film": lambda fact: ("yes",) if fact.has_film else (),
        "progress": lambda fact: (ground.states.get(fact.key, OwnProgress.NEW),),
        "tag": lambda fact: fact.tags,
        "organization": lambda fact: (fact.organization,),
    }


def _asked(name: str, wanted: CatalogueFilter, ground: Ground) -> frozenset[str]:
    values: tuple[str, ...] = getattr(wanted, name)
    if name != "category" or not values:
        return frozenset(values)
    branches = [str(branch.key) for value in values for branch in ground.system.wanted(value)]
    return frozenset(branches or values)
