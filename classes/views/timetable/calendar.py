"""Timetables by day, week and month: one's own, what one teaches, an organization's, a room's."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from classes.models import TimetableItem
from classes.queries.timetable.entries import (
    entries_between,
    items_attended_by,
    items_in,
    items_taught_by,
    organization_seen_by,
    organizations_seen_by,
)
from classes.queries.timetable.spans import VIEWS, days_in, span_from
from people.requests import SignedInRequest
from people.roles import Role
from people.scope import scope_of


@require_GET
@login_required
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    """Show what is on in all classes that one learns in or leads."""
    return _show(request, "mine", items_attended_by(request.user), _("My timetable"))


@require_GET
@login_required
@never_cache
def teaching(request: SignedInRequest) -> HttpResponse:
    """Show the live classes that one teaches."""
    return _show(request, "teaching", items_taught_by(request.user), _("What I teach"))


@require_GET
@login_required
@never_cache
def organization(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the classes of an organization and below it, or one room there (``?room=``), to its staff."""
    found = organization_seen_by(request.user, public_id)
    if found is None:
        raise Http404
    room = request.GET.get("room", "").replace("\x00", "").strip()[:100]
    title = f"{found.name} · {room}" if room else found.name
    return _show(request, "organization", items_in(found, room), title, organization=found, room=room)


def _show(
    request: SignedInRequest, whose: str, items: QuerySet[TimetableItem], title: str, **context: Any
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    span = span_from(request.GET.get("view", ""), request.GET.get("on", ""), today)
    if span is None:
        raise Http404
    entries = entries_between(items, span.first, span.last, now)
    here = timezone.get_current_timezone_name()
    room = context.get("room", "")
    links = {view: _link(view, span.on.isoformat(), room) for view in VIEWS}
    context |= {
        "title": title,
        "whose": whose,
        "span": span,
        "days": days_in(span, entries, today),
        "entries": entries,
        "views": [
            ("day", pgettext("timetable view", "Day"), links["day"]),
            ("week", pgettext("timetable view", "Week"), links["week"]),
            ("month", pgettext("timetable view", "Month"), links["month"]),
        ],
        "previous": _link(span.view, span.previous.isoformat(), room),
        "next": _link(span.view, span.next.isoformat(), room),
        "now_link": _link(span.view, "", room),
        "classes": len({entry.item.training_class_id for entry in entries}),
        "zones": sorted({entry.zone.key for entry in entries} - {here}),
        "here": here,
        "places": _places(request, whose, context.get("organization")),
    }
    return render(request, "classes/timetable/calendar.html", context)


def _link(view: str, on: str, room: str) -> str:
    return "?" + urlencode({name: value for name, value in (("view", view), ("on", on), ("room", room)) if value})


def _places(request: SignedInRequest, whose: str, shown: Any) -> list[tuple[str, str, bool]]:
    """Return the timetables that the reader has: label, address and whether it is the one that is shown."""
    places = [(_("My timetable"), reverse("classes:my_timetable"), whose == "mine")]
    if scope_of(request.user).has_role(Role.INSTRUCTOR) or whose == "teaching":
        places.append((_("What I teach"), reverse("classes:teaching_timetable"), whose == "teaching"))
    seen = organizations_seen_by(request.user)
    if shown is not None and shown not in seen:
        seen.append(shown)
    for one in seen:
        address = reverse("classes:organization_timetable", args=[one.public_id])
        places.append((one.name, address, one == shown))
    return places
