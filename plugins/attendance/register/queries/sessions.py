"""The lines of the register: of an organization and everything below it, of a class; and what they come to."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from classes.models import TrainingClassPage
from foundation.trees import STEP
from people.models import Organization
from plugins.attendance.register.models import PeopleTally, SessionTally, TallySource

MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class Totals:
    """What lines of the register come to; ``minutes`` are those of the sessions, ``person_minutes`` of the people."""

    sessions: int = 0
    minutes: int = 0
    person_times: int = 0
    at_point: int = 0
    online: int = 0
    unverified: int = 0
    person_minutes: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(one + another for one, another in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[int, ...]:
        """Return the figures in their order."""
        return tuple(getattr(self, name) for name in SUMS)

    @property
    def hours(self) -> float:
        """How long all sessions lasted together, in hours by the clock."""
        return hours_of(self.minutes)

    @property
    def person_hours(self) -> float:
        """How long all people attended together, in hours by the clock."""
        return hours_of(self.person_minutes)


SUMS: dict[str, Any] = {
    "sessions": Coalesce(Sum("sessions"), 0),
    # Those who were counted beside a roll were at the same session.
    "minutes": Coalesce(Sum("minutes", filter=Q(sessions__gt=0)), 0),
    "person_times": Coalesce(Sum("person_times"), 0),
    "at_point": Coalesce(Sum("at_point"), 0),
    "online": Coalesce(Sum("online"), 0),
    "unverified": Coalesce(Sum("unverified"), 0),
    "person_minutes": Coalesce(Sum("person_minutes"), 0),
}
_ALIASED = {f"sum_{name}": value for name, value in SUMS.items()}


def hours_of(minutes: int) -> float:
    """Return minutes as hours, to a tenth; whole hours without a fraction."""
    hours = round(minutes / MINUTES_AN_HOUR, 1)
    return int(hours) if hours.is_integer() else hours


def sessions_of_unit(organization: Organization) -> QuerySet[SessionTally]:
    """Return what was held by an organization or below it, or where people of a learning point there were counted."""
    return _sessions_within(Organization.objects.below(organization))


def sessions_at(paths: Iterable[str]) -> QuerySet[SessionTally]:
    """Return what was held at or below the organizations with these tree paths."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(path__startswith=path)
    return _sessions_within(Organization.objects.filter(within))


def _sessions_within(units: QuerySet[Organization]) -> QuerySet[SessionTally]:
    within = units.order_by().values("pk")
    return SessionTally.objects.filter(Q(organization__in=within) | Q(place__in=within))


def sessions_of_class(training_class: TrainingClassPage) -> QuerySet[SessionTally]:
    """Return what was held in a class, head counts included."""
    return SessionTally.objects.filter(training_class=training_class)


def totals_of(rows: QuerySet[SessionTally]) -> Totals:
    """Return what ``rows`` come to. One query."""
    found = rows.order_by().aggregate(**_ALIASED)
    return Totals(*(found[name] for name in _ALIASED))


def totals_by_year(rows: QuerySet[SessionTally]) -> dict[int, Totals]:
    """Return what ``rows`` come to in each year, the latest first. One query."""
    found = rows.order_by("-year").values_list("year").annotate(**_ALIASED)
    return {year: Totals(*sums) for year, *sums in found}


@dataclass(frozen=True)
class UnitLine:
    """One organization directly below, with all that is below it; ``organization`` is ``None`` for the top itself."""

    organization: Organization | None
    totals: Totals


def totals_below(top: Organization, rows: QuerySet[SessionTally]) -> list[UnitLine]:
    """Return a line for each organization directly below ``top``, and one for what it holds itself. Two queries.

    What a learning point counted for a class that another one holds stands with the point, as it does in its own
    register.
    """
    end = len(top.path) + STEP
    found: dict[str, Totals] = {}
    grouped = rows.order_by().values_list("organization__path", "place__path").annotate(**_ALIASED)
    for path, place, *sums in grouped:
        inside = place if place and place.startswith(top.path) else path
        key = (inside or "")[:end] if (inside or "").startswith(top.path) else top.path
        found[key] = found.get(key, Totals()) + Totals(*sums)
    return _unit_lines(top, found)


def _unit_lines(top: Organization, found: dict[str, Totals]) -> list[UnitLine]:
    children = Organization.objects.filter(path__startswith=top.path, depth=top.depth + 1)
    lines = [UnitLine(child, found[child.path]) for child in children if child.path in found]
    own = [UnitLine(None, found[top.path])] if top.path in found else []
    return [*own, *lines] if lines else []


def people_below(top: Organization, year: int, counted: QuerySet[SessionTally]) -> list[UnitLine]:
    """Return how often the people of each organization below ``top`` were anywhere, and all together, by year.

    By the rolls, wherever the class was held; those without an account by who counted them (``counted``, the lines of
    the year at or below ``top``).
    """
    end = len(top.path) + STEP
    found: dict[str, Totals] = {}
    by_roll = PeopleTally.objects.filter(year=year, organization__in=Organization.objects.below(top).values("pk"))
    sums = {"times": Sum("person_times"), "together": Sum("person_minutes")}
    rows: list[tuple[str, int, int]] = list(by_roll.order_by().values_list("organization__path").annotate(**sums))
    beside = counted.exclude(source=TallySource.ROLL).order_by()
    where = Coalesce("place__path", "organization__path")
    rows += beside.values_list(where).annotate(**sums)
    for path, times, together in rows:
        if path and path.startswith(top.path):
            key = path[:end]
            found[key] = found.get(key, Totals()) + Totals(person_times=times, person_minutes=together)
    lines = _unit_lines(top, found)
    return lines or ([UnitLine(None, found[top.path])] if top.path in found else [])


def totals_by_class(rows: QuerySet[SessionTally]) -> QuerySet[SessionTally, dict[str, Any]]:
    """Return what each class and outside class comes to, the latest first; head counts of no class are one line."""
    keys = ["training_class_id", "outside_id"]
    grouped = rows.order_by().values(*keys, "training_class__title", "outside__title", "outside__public_id")
    return grouped.annotate(first=Min("day"), last=Max("day"), **_ALIASED).order_by("-last", *keys)


def with_names(rows: QuerySet[SessionTally]) -> QuerySet[SessionTally]:
    """Read along what a line shows: the class, who held it and where."""
    return rows.select_related("training_class", "organization", "place", "head_count", "outside", "roll")


def in_order(rows: QuerySet[SessionTally]) -> QuerySet[SessionTally]:
    """Return lines as they stand on paper: by day and hour."""
    return rows.order_by("day", F("starts_at").asc(nulls_last=True), "pk")


def years(totals: dict[int, Totals], present: int) -> list[int]:
    """Return the years that may be asked for, the latest first; always the present one."""
    return sorted({*totals, present}, reverse=True)


def class_lines(page: Iterable[dict[str, Any]]) -> list["ClassLine"]:
    """Return lines of ``totals_by_class`` as they are shown; a query for the classes among them."""
    found = list(page)
    wanted = [row["training_class_id"] for row in found if row["training_class_id"]]
    ids: dict[int, Any] = dict(TrainingClassPage.objects.filter(pk__in=wanted).values_list("pk", "public_id"))
    return [
        ClassLine(
            title=row["training_class__title"] or row["outside__title"] or "",
            training_class=ids.get(row["training_class_id"]),
            outside=row["outside__public_id"],
            first=row["first"],
            last=row["last"],
            totals=Totals(*(row[name] for name in _ALIASED)),
        )
        for row in found
    ]


@dataclass(frozen=True)
class ClassLine:
    """A class, with public ids of where it can be read; all head counts of no class together have neither."""

    title: str
    training_class: Any
    outside: Any
    first: datetime.date
    last: datetime.date
    totals: Totals


def lines(rows: QuerySet[SessionTally]) -> Iterator[SessionTally]:
    """Give lines one by one, as they stand on paper."""
    return in_order(with_names(rows)).iterator(chunk_size=500)
