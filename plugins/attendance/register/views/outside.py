"""Classes that the software did not see: entering them, reading them, correcting them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from people.views.current import person_of
from plugins.attendance.register.actions.outside_classes import enter_outside
from plugins.attendance.register.forms.outside import OutsideForm, initial_of_outside
from plugins.attendance.register.models import OutsideClass
from plugins.attendance.register.permissions import entry_units, may_correct_outside, may_read_outside
from plugins.attendance.register.queries.sessions import hours_of
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def write(request: HttpRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """Enter a class, or correct one by another entry."""
    user, posted = person_of(request), request.method == "POST"
    corrects = _readable(request, public_id) if public_id else None
    units = entry_units(user)
    if not units.exists() or (corrects is not None and not may_correct_outside(user, corrects)):
        raise Http404
    if corrects is not None and corrects.is_corrected:
        messages.error(request, _("Somebody has corrected this already."))
        return redirect("plugins:attendance:outside", corrects.public_id)
    options: dict[str, Any] = {
        "units": units,
        "corrects": corrects,
        "initial": initial_of_outside(corrects) if corrects else {"organization": units[0].public_id},
    }
    form = OutsideForm(request.POST, request.FILES, **options) if posted else OutsideForm(**options)
    status = 400 if posted else 200
    if posted and form.is_valid():
        try:
            made = enter_outside(said=form.said(), by=user, papers=form.papers(), corrects=corrects, reason=form.reason)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("It stands in the register."))
            return redirect("plugins:attendance:outside", made.public_id)
    return render(
        request, "attendance/register/write_outside.html", {"form": form, "corrects": corrects}, status=status
    )


@require_GET
@login_required
@never_cache
def outside(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a class with its files, and what was entered before or after."""
    found = _readable(request, public_id)
    later = OutsideClass.objects.filter(corrects=found).first()
    context = {
        "outside": found,
        "hours": hours_of(found.minutes),
        "person_times": found.people * found.sessions,
        "history": found.history(),
        "later": later,
        "evidence": list(found.evidence.all()),
        "corrects": later is None and may_correct_outside(request.user, found),
    }
    return render(request, "attendance/register/outside.html", context)


def _readable(request: HttpRequest, public_id: uuid.UUID) -> OutsideClass:
    rows = OutsideClass.objects.select_related("organization", "by", "corrects")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_read_outside(request.user, found):
        raise Http404
    return found
