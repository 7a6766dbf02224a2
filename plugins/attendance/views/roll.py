"""The roll at the door: who is missing comes first, one tap each, and one button for the rest."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plugins.attendance.actions.marks import say
from plugins.attendance.actions.rolls import close_roll, reopen_roll
from plugins.attendance.forms.corrections import ReopenForm
from plugins.attendance.forms.said import SaidForm
from plugins.attendance.models import Roll
from plugins.attendance.permissions import may_take_roll
from plugins.attendance.queries.rolls import Row, rows_of
from plugins.attendance.views.access import roll_for, roll_to_call, roll_to_watch
from schoolhouse.attendance import AttendanceState as State
from schoolhouse.refusals import Refusal

MISSING = (State.UNVERIFIED, State.ABSENT)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def roll(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show everybody, those who are missing first; take the list. Programs ask for JSON and get it.

    Whoever has the duty calls the roll here and sees who is missing; why somebody is excused stays with the staff.
    """
    found, user = roll_to_call(request, public_id)
    if request.method == "POST":
        return _take(request, found, user)
    rows = rows_of(found)
    direction = "out" if request.GET.get("direction") == "out" and found.asks_out else "in"
    listed, others = split(rows, direction)
    context = {
        "roll": found,
        "training_class": found.training_class,
        "zone": found.training_class.zone,
        "direction": direction,
        "is_duty": not may_take_roll(user, found.training_class),
        "listed": [] if found.is_closed else listed,
        "others": [*listed, *others] if found.is_closed else others,
        "missing": missing_among(rows),
        "key": uuid.uuid4(),
        "reopen": ReopenForm(),
        "has_begun": timezone.now() >= found.starts_at,
        "transitions": found.transitions.select_related("by"),
        **figures(rows),
    }
    return render(request, "attendance/roll.html", context)


def _take(request: HttpRequest, found: Roll, user: Any) -> HttpResponse:
    form = SaidForm(request.POST)
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            raise Refusal(str(first), code="damaged", status=400)
        marks = say(roll=found, said=form.said(), by=user, device=request.POST.get("device", ""))
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
        messages.error(request, str(refusal))
        return redirect("plugins:attendance:roll", found.public_id)
    said = ngettext("%(count)d mark recorded.", "%(count)d marks recorded.", len(marks)) % {"count": len(marks)}
    if wants_json:
        return JsonResponse({"written": len(marks), "message": said})
    messages.success(request, said)
    return redirect("plugins:attendance:roll", found.public_id)


@require_GET
@login_required
@never_cache
def missing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who is missing at this moment: a part of a page, asked for again and again."""
    found, _user = roll_to_watch(request, public_id)
    rows = rows_of(found)
    context = {
        "roll": found,
        "missing": missing_among(rows),
        "names": request.GET.get("names") == "1",
        **figures(rows),
    }
    return render(request, "attendance/_missing.html", context)


@require_POST
@login_required
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close the roll, with those of whom nothing is recorded as absent or unverified."""
    found, user = roll_for(request, public_id)
    try:
        close_roll(roll=found, rest_absent=request.POST.get("rest") == "absent", by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The roll is closed."))
    return redirect("plugins:attendance:roll", found.public_id)


@require_POST
@login_required
def reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the roll again, with a reason."""
    found, user = roll_for(request, public_id)
    form = ReopenForm(request.POST)
    try:
        reopen_roll(roll=found, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The roll is open again."))
    return redirect("plugins:attendance:roll", found.public_id)


def split(rows: Sequence[Row], direction: str) -> tuple[list[Row], list[Row]]:
    """Split a class into those about whom the list asks, and the others, who can be read below it."""
    if direction == "out":
        asked = [row for row in rows if row.standing.signed_in and not row.standing.signed_out]
    else:
        asked = [row for row in rows if row.standing.state in MISSING and not row.standing.signed_in]
    known = {row.enrollment.pk for row in asked}
    return asked, [row for row in rows if row.enrollment.pk not in known]


def missing_among(rows: Sequence[Row]) -> list[Row]:
    """Return those of a class who are missing at this moment."""
    return [row for row in rows if row.standing.state in MISSING]


def figures(rows: Sequence[Row]) -> dict[str, int]:
    """Count how a class stands."""
    states = Counter(row.standing.state for row in rows)
    return {
        "there": sum(row.standing.is_there for row in rows),
        "late": states[State.LATE],
        "excused": states[State.EXCUSED],
        "gone": sum(states[state] for state in MISSING),
        "total": len(rows),
    }
