"""The training register of an organization with everything below it, and that of a class."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.roles import Role
from people.scope import scope_of
from plugins.attendance.permissions import may_take_roll
from plugins.attendance.register.models import SessionTally
from plugins.attendance.register.permissions import may_count_in, register_units
from plugins.attendance.register.queries.book import Book
from plugins.attendance.register.queries.exports import exports_of
from plugins.attendance.register.queries.items import untaken_items
from plugins.attendance.register.queries.sessions import (
    Totals,
    class_lines,
    people_below,
    sessions_of_unit,
    totals_below,
    totals_by_class,
    totals_by_year,
    with_names,
    years,
)
from plugins.attendance.register.views.asked import class_asked, unit_asked

PER_PAGE = 40
LATEST = ("-day", "-pk")
SHOWN = ("classes", "sessions", "people")


@require_GET
@login_required
@never_cache
def unit(request: HttpRequest) -> HttpResponse:
    """Show what an organization held in a year: the totals, by organization, and by class, session or where from."""
    book = unit_asked(request)
    assert book.organization is not None
    by_year = totals_by_year(sessions_of_unit(book.organization))
    show = request.GET.get("show", "")
    show = show if show in SHOWN else SHOWN[0]
    context = {
        "book": book,
        "top": register_units(request.user).order_by("depth", "path").first(),
        "totals": by_year.get(book.year or 0, Totals()),
        "years": years(by_year, timezone.localdate().year),
        "show": show,
        "administers": scope_of(request.user).may(Role.ADMINISTRATOR, book.organization),
        "forms": book.forms(),
        "made_for_me": exports_of(request.user),
        **_shown(request, book, show),
    }
    return render(request, "attendance/register/unit.html", context)


def _shown(request: HttpRequest, book: Book, show: str) -> dict[str, Any]:
    """Return the lines that are wanted."""
    assert book.organization is not None
    if show == "people":
        return {"below": people_below(book.organization, book.year or 0, book.rows)}
    below = totals_below(book.organization, book.rows)
    number = request.GET.get("page")
    if show == "sessions":
        return {"below": below, "page_obj": _page_of(book, number)}
    classes = Paginator(totals_by_class(book.rows), PER_PAGE).get_page(number)
    return {"below": below, "page_obj": classes, "lines": class_lines(classes.object_list)}


def _page_of(book: Book, number: str | None) -> Page[Any]:
    """Return a page of lines, the latest first. Only those of the page are read with all that they show."""
    page: Page[Any] = Paginator(book.rows.order_by(*LATEST).values_list("pk", flat=True), PER_PAGE).get_page(number)
    page.object_list = list(with_names(SessionTally.objects.filter(pk__in=list(page.object_list))).order_by(*LATEST))
    return page


@require_GET
@login_required
@never_cache
def of_class(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what was held in a class, session by session, with the head counts."""
    book = class_asked(request, public_id)
    assert book.training_class is not None
    context = {
        "book": book,
        "training_class": book.training_class,
        "zone": book.training_class.zone,
        "totals": book.totals,
        "page_obj": _page_of(book, request.GET.get("page")),
        "counts": may_count_in(request.user, book.training_class),
        "takes_roll": may_take_roll(request.user, book.training_class),
        "untaken": untaken_items(book.training_class).count(),
        "forms": book.forms(),
        "made_for_me": exports_of(request.user),
    }
    return render(request, "attendance/register/class.html", context)
