"""A register that somebody asked for: of whom, of which year, and its lines."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation.trees import paths_to
from people.models import Organization, User
from plugins.attendance.permissions import points_of
from plugins.attendance.register.models import HeadCount, OutsideClass, SessionTally, TallySource, Workbook
from plugins.attendance.register.queries.sessions import (
    Totals,
    hours_of,
    lines,
    sessions_of_class,
    sessions_of_unit,
    totals_of,
)

LATELY = 30
"""For so many days after its end a class is offered to learning points."""
LINES_ON_PAPER = 2_000
LINES_IN_SHEET = 50_000


@dataclass(frozen=True)
class Book:
    """The register of an organization with everything below it in a year, or of a class."""

    organization: Organization | None
    year: int | None = None
    training_class: TrainingClassPage | None = None

    @property
    def name(self) -> str:
        """Of what it is: the class, or the organization."""
        if self.training_class is not None:
            return self.training_class.title
        return self.organization.name if self.organization else ""

    @property
    def title(self) -> str:
        """How it is called on paper and as a file."""
        if self.year is None:
            return _("%(name)s: training register") % {"name": self.name}
        return _("%(name)s: training register %(year)s") % {"name": self.name, "year": self.year}

    @cached_property
    def rows(self) -> QuerySet[SessionTally]:
        """Its lines."""
        if self.training_class is not None:
            return sessions_of_class(self.training_class)
        if self.organization is None or self.year is None:
            return SessionTally.objects.none()
        return sessions_of_unit(self.organization).filter(year=self.year)

    @cached_property
    def totals(self) -> Totals:
        """What they come to."""
        return totals_of(self.rows)

    def forms(self) -> QuerySet[Workbook]:
        """Return the forms that may be filled in from it: those of its organization and of the ones above."""
        path = self.organization.path if self.organization else ""
        return Workbook.objects.filter(organization__path__in=paths_to(path)).select_related("organization")

    def written(self) -> Iterator[dict[str, Any]]:
        """Give its lines as values, by the names of ``workbook.fields.SESSION_FIELDS``."""
        zones = _Zones(self)
        for number, row in enumerate(lines(self.rows), start=1):
            yield {"number": number, **_values(row, zones)}

    def whole(self) -> dict[str, Any]:
        """Return what is said once, by the names of ``workbook.fields.WHOLE_FIELDS``."""
        totals = self.totals
        return {
            "total.sessions": totals.sessions,
            "total.hours": totals.hours,
            "total.person_times": totals.person_times,
            "total.at_point": totals.at_point,
            "total.person_hours": totals.person_hours,
            "register.name": self.name,
            "register.year": self.year or "",
            "register.made_on": timezone.localdate(),
        }


class _Zones:
    """The time zone of each line, found once for each class and organization."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.known: dict[tuple[int | None, int | None], datetime.tzinfo] = {}

    def of(self, row: SessionTally) -> datetime.tzinfo:
        key = (row.training_class_id, None if row.training_class_id else row.organization_id)
        if key not in self.known:
            self.known[key] = self._find(row)
        return self.known[key]

    def _find(self, row: SessionTally) -> datetime.tzinfo:
        page, organization = row.training_class, row.organization
        if page is not None and page.time_zone:
            return page.zone
        return organization.zone if organization is not None else timezone.get_default_timezone()


def _values(row: SessionTally, zones: _Zones) -> dict[str, Any]:
    zone = zones.of(row)
    organization = row.organization.name if row.organization else ""
    return {
        "title": row.title,
        "class": row.training_class.title if row.training_class else "",
        "organization": organization,
        "place": row.place.name if row.place else organization,
        "source": str(TallySource(row.source).label),
        "date": row.day,
        "start": row.starts_at.astimezone(zone).time() if row.starts_at else "",
        "end": row.ends_at.astimezone(zone).time() if row.ends_at else "",
        "hours": hours_of(row.minutes),
        "sessions": row.sessions,
        "expected": row.expected if row.expected is not None else "",
        "person_times": row.person_times,
        "at_point": row.at_point,
        "online": row.online,
        "unverified": row.unverified,
        "person_hours": hours_of(row.person_minutes),
    }


def counts_of_units(units: QuerySet[Organization]) -> QuerySet[HeadCount]:
    """Return the standing head counts of some organizations, the latest first."""
    rows = HeadCount.objects.standing().filter(organization__in=units)
    return rows.select_related("organization", "training_class", "by").order_by("-starts_at", "-pk")


def outside_of_units(units: QuerySet[Organization]) -> QuerySet[OutsideClass]:
    """Return the standing outside classes of some organizations, the latest first."""
    rows = OutsideClass.objects.standing().filter(organization__in=units)
    return rows.select_related("organization", "by").order_by("-ends_on", "-pk")


def forms_of_units(units: QuerySet[Organization]) -> QuerySet[Workbook]:
    """Return the forms that stand at some organizations."""
    return Workbook.objects.filter(organization__in=units).select_related("organization", "by")


def classes_of_points(user: User) -> QuerySet[TrainingClassPage]:
    """Return the classes of the last weeks in which people of the learning points of ``user`` are, the latest first."""
    since = timezone.localdate() - datetime.timedelta(days=LATELY)
    rows = TrainingClassPage.objects.live().filter(
        ends_on__gte=since,
        starts_on__lte=timezone.localdate(),
        enrollments__organization__in=points_of(user),
        enrollments__state__in=INSIDE_STATES,
    )
    return rows.distinct().order_by("-starts_on", "pk")
