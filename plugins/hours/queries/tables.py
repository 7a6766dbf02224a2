"""Which conversion table holds where and when."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Length, Substr

from foundation.trees import paths_to
from people.models import RoleAssignment
from people.roles import Role
from plugins.hours.models import ConversionTable

STANDARD = ConversionTable(minutes_an_hour=45)
"""Holds where no organization has a table: the model's defaults."""


class Tables:
    """Every table of the server, read once: there are a few for each organization that has any."""

    def __init__(self, rows: Iterable[ConversionTable] | None = None) -> None:
        if rows is None:
            rows = ConversionTable.objects.select_related("organization")
        self._by_path: defaultdict[str, list[ConversionTable]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.valid_from, reverse=True):
            self._by_path[row.organization.path].append(row)

    def at(self, path: str, day: datetime.date) -> ConversionTable:
        """Return the table that holds on ``day`` at the organization with this tree path, or the nearest above it."""
        for place in reversed(paths_to(path)):
            if (found := self._on(place, day)) is not None:
                return found
        return STANDARD

    def required(self, path_field: str, day: datetime.date) -> Case:
        """Return the expression of the hours asked for in a year at the organization whose path stands in a field."""
        held = [(path, table) for path in self._by_path if (table := self._on(path, day)) is not None]
        held.sort(key=lambda row: len(row[0]), reverse=True)
        number = DecimalField(max_digits=7, decimal_places=2)
        whens = [
            When(**{f"{path_field}__startswith": path}, then=Value(table.required_a_year, output_field=number))
            for path, table in held
        ]
        return Case(*whens, default=Value(STANDARD.required_a_year, output_field=number), output_field=number)

    def _on(self, path: str, day: datetime.date) -> ConversionTable | None:
        return next(
            (
                table
                for table in self._by_path.get(path, ())
                if table.valid_from <= day and (table.valid_until is None or day <= table.valid_until)
            ),
            None,
        )


def required_of(learner: int, day: datetime.date) -> Decimal:
    """Return the hours that the learner's organization asks for in the year of ``day``. One query."""
    found: Decimal | None = units_asking(learner, day).values_list("required", flat=True).first()
    return STANDARD.required_a_year if found is None else found


def units_asking(learner: int, day: datetime.date) -> "QuerySet[Any]":
    """Return where somebody learns, the unit that counts first, with what is ``required`` there or none."""
    above = ConversionTable.objects.alias(
        _start=Substr(OuterRef("organization__path"), Value(1), Length(F("organization__path")))
    )
    held = above.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), organization__path=F("_start"), valid_from__lte=day
    )
    nearest = held.order_by("-organization__depth", "-valid_from").values("required_a_year")[:1]
    units = RoleAssignment.objects.filter(user=learner, role=Role.LEARNER).order_by("created_at", "pk")
    return units.annotate(required=Subquery(nearest))


def day_of_year(year: int, today: datetime.date) -> datetime.date:
    """Return the day whose table says what a year asks for: today in this year, else its last day."""
    return min(today, datetime.date(year, 12, 31)) if year >= today.year else datetime.date(year, 12, 31)


def whole(number: Decimal) -> Decimal:
    """Return a number of hours as people write it: without trailing zeros."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
