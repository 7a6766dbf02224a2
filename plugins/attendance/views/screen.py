"""The screen of the hall: the code, big enough to be scanned from the last row, and who is still missing."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.actions.slips import qr_svg
from plugins.attendance.codes import Code
from plugins.attendance.models import Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.views.access import PLUGIN, roll_to_show
from plugins.attendance.views.roll import MISSING, figures
from schoolhouse.activation import cleaned_settings


@require_GET
@login_required
@never_cache
def screen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the code, and who is missing."""
    roll, _user = roll_to_show(request, public_id)
    rows = rows_of(roll)
    context = {
        "roll": roll,
        "training_class": roll.training_class,
        "zone": roll.training_class.zone,
        "missing": [row for row in rows if row.standing.state in MISSING],
        "names": True,
        "typed_at": request.build_absolute_uri(reverse("plugins:attendance:enter")),
        **_code(request, roll),
        **figures(rows),
    }
    return render(request, "attendance/screen.html", context)


@require_GET
@login_required
@never_cache
def code(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the code of this moment: a part of the screen, fetched anew whenever it changes."""
    roll, _user = roll_to_show(request, public_id)
    return render(request, "attendance/_code.html", {"roll": roll, **_code(request, roll)})


def _code(request: HttpRequest, roll: Roll) -> dict[str, object]:
    settings = cleaned_settings(PLUGIN, roll.training_class)
    direction = "out" if request.GET.get("direction") == "out" and roll.asks_out else "in"
    now = timezone.now()
    shown = Code.at(roll.door, direction, now, settings["code_seconds"])
    address = reverse("plugins:attendance:scan", args=[roll.door, shown.token])
    return {
        "direction": direction,
        "qr": qr_svg(request.build_absolute_uri(address)),
        "digits": f"{shown.digits[:3]} {shown.digits[3:]}",
        "number": shown.number if settings["second_factor"] == "number" else "",
        "left": max(int((shown.until - now).total_seconds() * 1000), 250),
        "seconds": settings["code_seconds"],
    }
