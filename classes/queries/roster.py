"""The roster of a class, as whoever runs it reads it."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.models import User
from people.permissions import may_view_as

BY_GROUP = (F("group__number").asc(nulls_last=True), "group_id", "learner__full_name", "pk")
"""The order of a roster: by group, those in none last, then by name."""


@dataclass(frozen=True)
class RosterFilter:
    """What was asked for in the address of the roster; values that do not exist are dropped."""

    state: str = ""
    group: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "RosterFilter":
        """Read ``?state=``, ``?group=`` and ``?q=``."""
        state = query.get("state", "")
        return cls(
            state=state if state in EnrollmentState.values else "",
            group=query.get("group", "")[:50],
            words=query.get("q", "").strip()[:100],
        )


def roster_of(training_class: TrainingClassPage, wanted: RosterFilter) -> QuerySet[Enrollment]:
    """Return those on the roster who match ``wanted``, by group and name, with person and organization."""
    rows = training_class.enrollments.all()
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.group:
        rows = rows.filter(group__name=wanted.group)
    for word in wanted.words.split()[:5]:
        rows = rows.filter(
            Q(learner__full_name__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(post__icontains=word)
            | Q(group__name__icontains=word)
        )
    rows = rows.select_related("learner", "organization", "group")
    return rows.order_by(*BY_GROUP)


def viewable_learners(
    training_class: TrainingClassPage, words: str, by: User, at_most: int
) -> tuple[list[Enrollment], bool]:
    """Return the first few inside the class as whom ``by`` may look at the site, and whether there are more.

    ``words`` narrow it. Each costs a question: it is asked only until there are enough.
    """
    inside = roster_of(training_class, RosterFilter(words=words)).filter(state__in=INSIDE_STATES)
    rows = list(islice((row for row in inside if may_view_as(by, row.learner)), at_most + 1))
    return rows[:at_most], len(rows) > at_most


@dataclass(frozen=True)
class RosterFigures:
    """How many are in each state, and the groups that there are."""

    states: dict[str, int]
    groups: list[str]

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        """The states in which there is somebody: value, name, how many."""
        named = [(value, str(label), self.states.get(value, 0)) for value, label in EnrollmentState.choices]
        return [choice for choice in named if choice[2]]

    @property
    def total(self) -> int:
        """Everybody who ever stood on the roster."""
        return sum(self.states.values())


def figures_of(training_class: TrainingClassPage) -> RosterFigures:
    """Count the roster. One query."""
    states: Counter[str] = Counter()
    groups: dict[str, int] = {}
    rows = training_class.enrollments.order_by().values_list("state", "group__name", "group__number")
    for state, group, number in rows:
        states[state] += 1
        if group:
            groups[group] = number
    return RosterFigures(dict(states), sorted(groups, key=lambda name: (groups[name], name)))
