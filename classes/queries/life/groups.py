"""The groups of a class with their members."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from classes.models import ClassGroup, Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES


@dataclass
class GroupOf:
    """A group with those in it, by name; ``leader`` is one of them or nobody."""

    group: ClassGroup
    members: list[Enrollment] = field(default_factory=list)

    @property
    def leader(self) -> Enrollment | None:
        """Who leads it."""
        return next((one for one in self.members if one.leads_group), None)


@dataclass(frozen=True)
class Division:
    """How a class is divided: its groups in order, and those who are in none."""

    groups: list[GroupOf]
    loose: list[Enrollment]

    @property
    def learners(self) -> int:
        """How many are inside the class."""
        return len(self.loose) + sum(len(one.members) for one in self.groups)


def seats_by_name(training_class: TrainingClassPage) -> QuerySet[Enrollment]:
    """Those inside a class, by name, with person, organization and group."""
    rows = training_class.enrollments.filter(state__in=INSIDE_STATES)
    return rows.select_related("learner", "organization", "group").order_by("learner__full_name", "pk")


def division_of(training_class: TrainingClassPage) -> Division:
    """Return the groups of a class with their members. Two queries."""
    groups = {group.pk: GroupOf(group) for group in training_class.groups.all()}
    loose: list[Enrollment] = []
    for seat in seats_by_name(training_class):
        (groups[seat.group_id].members if seat.group_id in groups else loose).append(seat)
    return Division(list(groups.values()), loose)
