"""The figures of a school: by category, organization, instructor and month, from tallies alone."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from classes.models import LiveClassInstructor
from evaluations.models import SurveyTally
from evaluations.queries.feedback.figures import UNIT_FIELDS, UNIT_SUMS, Figure, Unit, figure_of, school_mean, unit_of
from evaluations.results.asked import Asked, Grouping
from evaluations.results.places import Categories, Places, categories, places_of
from evaluations.results.trees import Tree
from people.models import User
from people.queries.audience import pages_below

LESSON = "survey__page__lessonpage__category"
LIVE_CLASS = "survey__page__liveclasspage__lesson__lessonpage__category"


@dataclass(frozen=True)
class Counted:
    """A unit and all by which it is found; keys are as in addresses, and empty where it has none."""

    unit: Unit
    category: str
    organization: str
    instructors: frozenset[int]
    opened: datetime.datetime


@dataclass(frozen=True)
class Line:
    """One line of the table. ``address`` leads on: to what is below it, or to the same narrowed to it."""

    name: str
    figure: Figure
    address: str = ""
    order: str = ""


@dataclass
class SchoolResults:
    """What ``user`` reads of a school, narrowed as ``asked``. Every part costs one query at most, whatever the size."""

    user: User
    asked: Asked
    people: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Of each instructor the key and the name."""

    @cached_property
    def places(self) -> Places:
        """The organizations that may be chosen."""
        return places_of(self.user)

    @cached_property
    def _system(self) -> Categories:
        return categories()

    @cached_property
    def categories(self) -> Tree:
        """The categories of what the reader may read, and those above them: others are of no concern here."""
        tree = self._system.tree
        used = {key for category in {one.category for one in self.readable} for key in tree.way_to(category)}
        return Tree(node for node in tree.nodes.values() if node.key in used)

    def _own_tallies(self) -> "QuerySet[SurveyTally]":
        """Those that the reader may read, between the two days."""
        rows = SurveyTally.objects.filter(self.asked.when("survey__opens_at"))
        if self.places.everything:
            return rows
        paths = self.places.paths
        without_class = Q(survey__training_class=None) & pages_below(paths, "survey__page__path")
        return rows.filter(pages_below(paths, "survey__training_class__path") | without_class)

    @cached_property
    def readable(self) -> list[Counted]:
        """All units that the reader may read, between the two days, in the order of surveys."""
        rows = self._own_tallies()
        teaching = self._teaching(rows)
        rows = rows.annotate(
            place=Coalesce("survey__training_class__path", "survey__page__path"), category=Coalesce(LESSON, LIVE_CLASS)
        )
        more = ("place", "category", "survey__opens_at", "survey__page", "survey__instructor")
        found = list(rows.order_by("survey", "pk").values_list(*UNIT_FIELDS, *UNIT_SUMS, *more))
        counted = [one for row in found if (one := self._counted(row, teaching)) is not None]
        self._name({person for one in counted for person in one.instructors})
        return counted

    def _counted(self, row: tuple, teaching: dict[int, frozenset[int]]) -> Counted | None:  # type: ignore[type-arg]
        *values, place, category, opened, page, named = row
        organization = self.places.owner_of(place)
        if organization is None:
            return None
        unit = unit_of(tuple(values))
        one = unit.about or named
        instructors = frozenset((one,)) if one else teaching.get(page, frozenset())
        return Counted(unit, self._system.keys.get(category, ""), organization, instructors, opened)

    def _teaching(self, tallies: "QuerySet[SurveyTally]") -> dict[int, frozenset[int]]:
        """Return who instructs each live class that ``tallies`` are about."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        rows = LiveClassInstructor.objects.filter(live_class__in=tallies.order_by().values("survey__page"))
        for page, person in rows.order_by().values_list("live_class", "instructor"):
            found[page].add(person)
        return {page: frozenset(people) for page, people in found.items()}

    def _name(self, people: set[int]) -> None:
        rows = User.objects.filter(pk__in=people).values_list("pk", "public_id", "full_name")
        self.people = {pk: (str(key), name) for pk, key, name in rows}

    @cached_property
    def chosen(self) -> list[Counted]:
        """Those of them that the filters leave."""
        return [one for one in self.readable if self._is_chosen(one)]

    def _is_chosen(self, one: Counted) -> bool:
        asked = self.asked
        if asked.category and self.categories.step(one.category, asked.category) is None:
            return False
        if asked.organization and self.places.tree.step(one.organization, asked.organization) is None:
            return False
        return not asked.instructor or any(self.people[pk][0] == asked.instructor for pk in one.instructors)

    @cached_property
    def figure(self) -> Figure:
        """All that is chosen, together."""
        return figure_of(one.unit for one in self.chosen)

    @cached_property
    def school_mean(self) -> float | None:
        """The mean of the whole school between the two days."""
        return school_mean(self._own_tallies(), self.asked.when("survey__opens_at"))

    def instructors(self) -> list[tuple[str, str]]:
        """Keys and names of those whom feedback is about, to choose from."""
        _readable = self.readable
        return sorted(self.people.values(), key=lambda one: one[1])

    def lines(self, by: Grouping) -> list[Line]:
        """Return the table: one line for each group of what is chosen. Of too few people there is no line."""
        groups: defaultdict[str, Figure] = defaultdict(Figure)
        key_of = self._keys(by)
        for one in self.chosen:
            for key in key_of(one):
                groups[key].add(one.unit)
        lines = [self._line(by, key, figure) for key, figure in groups.items() if figure.is_shown]
        return sorted(lines, key=lambda line: (line.order, line.name))

    def _keys(self, by: Grouping) -> Callable[[Counted], Iterable[str]]:
        asked = self.asked
        if by == Grouping.CATEGORY:
            return lambda one: (self.categories.step(one.category, asked.category) or "",)
        if by == Grouping.ORGANIZATION:
            return lambda one: (self.places.tree.step(one.organization, asked.organization) or "",)
        if by == Grouping.MONTH:
            return lambda one: (timezone.localtime(one.opened).strftime("%Y-%m-01"),)
        return self._instructor_keys

    def _instructor_keys(self, one: Counted) -> Iterator[str]:
        for pk in one.instructors:
            if not self.asked.instructor or self.people[pk][0] == self.asked.instructor:
                yield str(pk)

    def _line(self, by: Grouping, key: str, figure: Figure) -> Line:
        asked = self.asked
        if by == Grouping.MONTH:
            first = datetime.date.fromisoformat(key)
            last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
            since, until = max(first, asked.since or first), min(last, asked.until or last)
            return Line(date_format(first, "YEAR_MONTH_FORMAT"), figure, asked.address(since=since, until=until), key)
        if by == Grouping.INSTRUCTOR:
            person, name = self.people[int(key)]
            return Line(name, figure, asked.address(instructor=person, by=Grouping.MONTH))
        tree, now = (
            (self.categories, asked.category) if by == Grouping.CATEGORY else (self.places.tree, asked.organization)
        )
        if not key:
            return Line(pgettext("figures", "None of them"), figure, order="~")
        if key == now:
            return Line(pgettext("figures", "%(name)s itself") % {"name": tree.name(key)}, figure)
        return Line(tree.name(key), figure, asked.address(**{by.value: key}), f"{list(tree.nodes).index(key):06}")
