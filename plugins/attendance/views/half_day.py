"""The list at the door for a half-day: whoever is missing is tapped once, for everything that is held in it."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import TrainingClassPage
from people.models import User
from plugins.attendance.actions.half_days import Called, say_half_day
from plugins.attendance.forms.said import SaidForm
from plugins.attendance.permissions import may_call_today, may_take_roll
from plugins.attendance.queries.half_days import MISSING, HalfDay, Person, people_of, pieces_of
from plugins.attendance.views.access import class_for
from schoolhouse.attendance import AttendanceState as State
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def now(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go to the list of what is held now; where nothing is, to that of what comes next today, or was last."""
    training_class, _user = class_for(request, public_id, may_call_today)
    here = timezone.now().astimezone(training_class.zone)
    held = [half_day for half_day, pieces in pieces_of(training_class, here.date()).items() if pieces]
    if not held:
        return redirect("plugins:attendance:desk", training_class.public_id)
    order = list(HalfDay)
    later = [one for one in held if order.index(one) >= order.index(HalfDay.of(here))]
    return redirect("plugins:attendance:half_day", training_class.public_id, here.date(), (later or held[-1:])[0].value)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def half_day(request: HttpRequest, public_id: uuid.UUID, day: str, half: str) -> HttpResponse:
    """Show everybody who is missing anywhere in a half-day; take the list. Programs ask for JSON and get it.

    Whoever has the duty does so on its own day.
    """
    training_class, user = class_for(request, public_id, may_call_today)
    date, part = _date(day), _half_day(half)
    is_duty = not may_take_roll(user, training_class)
    if is_duty and date != timezone.now().astimezone(training_class.zone).date():
        raise Http404
    if request.method == "POST":
        return _take(request, training_class, date, part, user)
    by_half = pieces_of(training_class, date)
    pieces = by_half[part]
    people = people_of(training_class, [piece for piece in pieces if not piece.is_closed])
    asked = [person for person in people if person.open]
    context = {
        "training_class": training_class,
        "zone": training_class.zone,
        "day": date,
        "half_day": part,
        "half_days": [one for one, held in by_half.items() if held],
        "pieces": pieces,
        "open_pieces": [piece for piece in pieces if not piece.is_closed],
        "listed": asked,
        "others": [person for person in people if person.stands and not person.open],
        "is_duty": is_duty,
        "key": uuid.uuid4(),
        **_figures(people),
    }
    return render(request, "attendance/half_day.html", context)


def _take(
    request: HttpRequest, training_class: TrainingClassPage, day: datetime.date, half_day: HalfDay, user: User
) -> HttpResponse:
    form = SaidForm(request.POST)
    wants_json = "application/json" in request.headers.get("Accept", "")
    back = redirect("plugins:attendance:half_day", training_class.public_id, day, half_day.value)
    try:
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            raise Refusal(str(first), code="damaged", status=400)
        called = say_half_day(training_class=training_class, day=day, half_day=half_day, said=form.said(), by=user)
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
        messages.error(request, str(refusal))
        return back
    if wants_json:
        return JsonResponse({"written": len(called.marks), "message": _said(called)})
    messages.success(request, _said(called))
    return back


def _said(called: Called) -> str:
    count = len(called.marks)
    said = ngettext("%(count)d mark recorded.", "%(count)d marks recorded.", count) % {"count": count}
    if not called.left:
        return said
    left = _("Closed, and left as it was: %(names)s.") % {"names": ", ".join(piece.title for piece in called.left)}
    return f"{said} {left}"


def _figures(people: list[Person]) -> dict[str, Any]:
    """Count how a class stands to a half-day: somebody is missing who is asked about anywhere in it."""
    missing = [person for person in people if person.open]
    known = [[stand for _piece, stand in person.stands] for person in people if person.stands and not person.open]
    return {
        "there": sum(any(stand.is_there for stand in stands) for stands in known),
        "late": sum(any(stand.state == State.LATE for stand in stands) for stands in known),
        "excused": sum(all(stand.state == State.EXCUSED for stand in stands) for stands in known),
        "gone": len(missing) + sum(all(stand.state in MISSING for stand in stands) for stands in known),
    }


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _half_day(text: str) -> HalfDay:
    if text not in HalfDay.values:
        raise Http404
    return HalfDay(text)
