"""Which register an address asks for; what one may not read does not exist."""

import uuid

from django.http import Http404, HttpRequest
from django.utils import timezone

from plugins.attendance.register.permissions import may_read_class, register_units
from plugins.attendance.register.queries.book import Book
from plugins.attendance.views.access import class_for

FIRST_YEAR, LAST_YEAR = 1949, 2200


def unit_asked(request: HttpRequest) -> Book:
    """Return the register of an organization of the reader's, by default the topmost; else answer 404."""
    units = register_units(request.user)
    if wanted := request.GET.get("unit", ""):
        units = units.filter(public_id=uuid_of(wanted))
    organization = units.order_by("depth", "path").first()
    if organization is None:
        raise Http404
    return Book(organization, year=year_of(request.GET.get("year", "")))


def class_asked(request: HttpRequest, public_id: uuid.UUID) -> Book:
    """Return the register of a class that the reader may read; else answer 404."""
    training_class, _user = class_for(request, public_id, may_read_class)
    return Book(training_class.organization, training_class=training_class)


def year_of(text: str) -> int:
    """Return the year that is asked for; the present one where it is none."""
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


def uuid_of(text: str) -> uuid.UUID:
    """Return a public id; answers 404 where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error
