"""A learner's own leave in a class: the list, asking, and what it would do."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import Enrollment
from classes.permissions import is_closed
from people.views.current import oneself
from plugins.leave.actions import leave as actions
from plugins.leave.actions.attachments import attach
from plugins.leave.forms.leave import LeaveForm, TimesForm
from plugins.leave.models import Leave
from plugins.leave.queries.leave import own_leaves
from plugins.leave.queries.ledger import absences_of
from plugins.leave.queries.simulation import simulate
from plugins.leave.rules import rules_of
from plugins.leave.views.access import leave_of, seat_of
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def own(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List one's own leave in a class, and how it stands to the limit."""
    seat = seat_of(request, public_id)
    training_class = seat.training_class
    rules, absence = rules_of(training_class), absences_of(training_class, [seat])[seat.pk]
    context = {
        **around(seat, request),
        "leaves": list(own_leaves(seat)),
        "absence": absence,
        "limit": rules.limit,
        "level": absence.level(rules.limit),
    }
    return render(request, "leave/own.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for leave: look at what it would do, keep it as a draft, or send it."""
    return _ask(request, seat_of(request, public_id), None)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go on with a draft."""
    leave, user = leave_of(request, public_id)
    if leave.enrollment.learner_id != user.pk:
        raise Http404
    if not leave.is_draft:
        return redirect("plugins:leave:leave", public_id)
    return _ask(request, leave.enrollment, leave)


@require_GET
@login_required
@never_cache
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what leave at the times in the address would do; a piece of a page."""
    seat = seat_of(request, public_id)
    with timezone.override(seat.training_class.zone):
        form = TimesForm(request.GET)
        context = {**around(seat, request), **_simulated(seat, form, None)}
        return render(request, "leave/_simulation.html", context)


def _ask(request: HttpRequest, seat: Enrollment, draft: Leave | None) -> HttpResponse:
    with timezone.override(seat.training_class.zone):
        form, status = LeaveForm(request.POST or None, request.FILES or None, initial=_initial(draft)), 200
        shown: dict[str, Any] = _simulated(seat, TimesForm(_initial(draft)), draft) if draft else {}
        if request.method == "POST":
            times = TimesForm(request.POST)
            shown = _simulated(seat, times, draft)
            if "check" in request.POST:
                form = LeaveForm(initial={**request.POST.dict(), **(times.cleaned_data if times.is_valid() else {})})
            elif form.is_valid() and (leave := _write(request, seat, draft, form)):
                return redirect("plugins:leave:leave", leave.public_id)
            else:
                status = 400
        context = {**around(seat, request), "form": form, "draft": draft, **shown}
        return render(request, "leave/ask.html", context, status=status)


def _write(request: HttpRequest, seat: Enrollment, draft: Leave | None, form: LeaveForm) -> Leave | None:
    user, sends = oneself(request), "send" in request.POST
    try:
        with transaction.atomic():
            if draft is None:
                key = form.cleaned_data["client_key"]
                leave = actions.begin_leave(enrollment=seat, client_key=key, by=user, **form.said())
                if not leave.is_draft:
                    return leave  # sent already, and sent again
            else:
                leave = draft
            leave = actions.write_leave(leave=leave, by=user, **form.said())
            for paper in form.cleaned_data["papers"]:
                attach(leave=leave, file=paper, by=user)
            if sends:
                leave = actions.submit_leave(leave=leave, by=user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Sent. You see here what is decided.") if sends else _("Kept. Nobody else reads it."))
    return leave


def _initial(draft: Leave | None) -> dict[str, Any]:
    if draft is None:
        return {}
    names = ("kind", "starts_at", "ends_at", "reason", "client_key")
    return {name: getattr(draft, name) for name in names}


def _simulated(seat: Enrollment, times: TimesForm, draft: Leave | None) -> dict[str, Any]:
    if not times.is_valid():
        return {"times": times}
    starts_at, ends_at = times.cleaned_data["starts_at"], times.cleaned_data["ends_at"]
    return {"simulation": simulate(seat, starts_at, ends_at, leave=draft)}


def around(seat: Enrollment, request: HttpRequest) -> dict[str, Any]:
    """Return what every page of a class's leave shows around it."""
    training_class = seat.training_class
    return {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "seat": seat,
        "is_closed": is_closed(training_class),
    }
