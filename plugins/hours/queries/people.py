"""The hours of the people of an organization and below it."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from foundation.trees import STEP
from people.models import Organization, RoleAssignment, User
from people.roles import Role
from people.scope import scope_of
from plugins.hours.models import HoursEntry, HoursSource, OutsideHours, OutsideState
from plugins.hours.permissions import APPROVING_ROLES
from plugins.hours.queries.own import days_in
from plugins.hours.queries.tables import Tables, day_of_year

_NUMBER: DecimalField[Any, Any] = DecimalField(max_digits=9, decimal_places=2)
_NEARLY = Decimal("0.005")
"""Less than a hundredth of an hour: sums of SQLite are not exact."""


def people_of(organization: Organization, year: int, today: datetime.date) -> "QuerySet[Any]":
    """Everybody who learns in ``organization`` or below it, by unit and name.

    Each with ``unit``, ``unit_path``, ``hours`` and ``required`` of the year. One query, and one for the tables.
    """
    roles = RoleAssignment.objects.within(organization).filter(role=Role.LEARNER, user=OuterRef("pk"))
    first = roles.order_by("created_at", "pk")
    rows = User.objects.filter(Exists(roles), is_active=True).annotate(
        unit=Subquery(first.values("organization__name")[:1]),
        unit_path=Subquery(first.values("organization__path")[:1]),
        hours=hours_in(year),
    )
    rows = rows.annotate(required=Tables().required("unit_path", day_of_year(year, today)))
    return rows.order_by("unit_path", "full_name", "pk")


def hours_in(year: int, source: str = "") -> Coalesce:
    """Return the expression of a person's hours in a year, from one source or all."""
    rows = HoursEntry.objects.filter(learner=OuterRef("pk"), day__range=days_in(year))
    if source:
        rows = rows.filter(source=source)
    total = rows.order_by().values("learner").annotate(total=Sum("hours")).values("total")
    return Coalesce(Subquery(total, output_field=_NUMBER), Value(Decimal(0)), output_field=_NUMBER)


def short_ones(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Keep those who have less than is asked for."""
    return rows.filter(hours__lt=F("required") - Value(_NEARLY, output_field=_NUMBER))


def with_sources(rows: "QuerySet[Any]", year: int) -> "QuerySet[Any]":
    """Add the hours of each source, as ``from_class``, ``from_lesson`` and ``from_outside``."""
    return rows.annotate(**{f"from_{source}": hours_in(year, source) for source in HoursSource.values})


@dataclass
class Overview:
    """How an organization stands: all people at or below it, those who have enough, and the same for each below."""

    people: int = 0
    enough: int = 0
    below: list[tuple[Organization, int, int]] = field(default_factory=list)

    @property
    def short(self) -> int:
        """How many have too few hours."""
        return self.people - self.enough

    @property
    def percent(self) -> int:
        """How many of a hundred have enough."""
        return round(100 * self.enough / self.people) if self.people else 0


def overview_of(organization: Organization, rows: "QuerySet[Any]") -> Overview:
    """Count ``people_of`` an organization, and those of each directly below it. Two queries."""
    end = len(organization.path) + STEP
    people, enough = Counter[str](), Counter[str]()
    for path, hours, required in rows.order_by().values_list("unit_path", "hours", "required"):
        people[path[:end]] += 1
        enough[path[:end]] += hours >= required - _NEARLY
    children = Organization.objects.filter(path__startswith=organization.path, depth=organization.depth + 1)
    below = [(child, people[child.path], enough[child.path]) for child in children if people[child.path]]
    return Overview(people.total(), enough.total(), below)


def to_approve(user: User) -> "QuerySet[OutsideHours]":
    """Outside hours that wait for a judgement of ``user``, the oldest first."""
    rows = OutsideHours.objects.filter(scope_of(user).within("organization", APPROVING_ROLES))
    rows = rows.filter(state=OutsideState.SUBMITTED).exclude(learner_id=user.pk)
    return rows.select_related("learner", "organization").order_by("state_changed_at", "pk")
