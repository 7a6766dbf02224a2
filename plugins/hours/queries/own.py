"""The hours of one learner."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from foundation import stamps
from foundation.fragments import kept_value
from people.scope import STAMP as ROLES
from plugins.hours.models import HoursEntry, HoursSource, OutsideHours
from plugins.hours.queries.tables import STANDARD, day_of_year, required_of, units_asking

STAMP = "hours"
"""Renewed whenever something is booked, and when a table is changed."""
stamps.fetch_always(STAMP)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Year:
    """What a learner has of a year's hours: the ledger's sums, and what the organization asks for."""

    year: int
    required: Decimal
    by_source: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        """All hours of the year."""
        return sum(self.by_source.values(), Decimal(0))

    @property
    def short(self) -> Decimal:
        """How many are missing."""
        return max(self.required - self.total, Decimal(0))

    @property
    def percent(self) -> int:
        """How far it has come, 0 to 100."""
        return int(min(100 * self.total / self.required, Decimal(100))) if self.required else 100

    @property
    def sources(self) -> list[tuple[str, Decimal]]:
        """The name of each source, with its hours."""
        return [(str(source.label), self.by_source.get(source, Decimal(0))) for source in HoursSource]


def year_asked(text: str, today: datetime.date) -> int:
    """Return the year that an address asks for, or this one."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year


def days_in(year: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a year."""
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def year_of(learner: int, year: int) -> Year:
    """Sum up a learner's year. Two queries."""
    rows = HoursEntry.objects.filter(learner_id=learner, day__range=days_in(year)).order_by()
    sums = dict(rows.values_list("source").annotate(hours=Sum("hours")))
    required = required_of(learner, day_of_year(year, timezone.localdate()))
    return Year(year, required, {source: _exact(hours) for source, hours in sums.items()})


def outline_of(learner: int, year: int) -> Year:
    """Sum up a learner's year without saying from what. One query after something was booked, else none."""
    versions = stamps.current(STAMP, ROLES)
    name = ("hours.outline", learner, year, timezone.localdate(), versions[STAMP], versions[ROLES])
    return kept_value(name, lambda: _outline(learner, year))  # type: ignore[no-any-return]


def _outline(learner: int, year: int) -> Year:
    rows = HoursEntry.objects.filter(learner=OuterRef("user_id"), day__range=days_in(year))
    total = rows.order_by().values("learner").annotate(total=Sum("hours")).values("total")
    units = units_asking(learner, day_of_year(year, timezone.localdate())).annotate(total=Subquery(total))
    required, hours = units.values_list("required", "total").first() or (None, None)
    required = STANDARD.required_a_year if required is None else required
    return Year(year, required, {"": _exact(hours or Decimal(0))})


def _exact(hours: Decimal) -> Decimal:
    """Return a sum without what a database's own arithmetic adds behind the hundredths."""
    return Decimal(hours).quantize(Decimal("0.01"))


def entries_of(learner: int, year: int) -> "QuerySet[HoursEntry]":
    """The entries of a year that stand, the latest first."""
    rows = HoursEntry.objects.filter(learner_id=learner, day__range=days_in(year))
    return rows.filter(reverses=None, reversed_by=None).order_by("-day", "-pk")


def corrections_of(learner: int, year: int) -> "QuerySet[HoursEntry]":
    """The entries of a year that were taken back, the latest correction first."""
    rows = HoursEntry.objects.filter(learner_id=learner, day__range=days_in(year), reverses__isnull=False)
    return rows.select_related("reverses").order_by("-created_at", "-pk")


def outside_of(learner: int) -> "QuerySet[OutsideHours]":
    """What a learner wrote down of outside hours, the latest first."""
    return OutsideHours.objects.filter(learner_id=learner).order_by("-ends_on", "-pk")
