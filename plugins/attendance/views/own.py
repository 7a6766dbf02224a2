"""A learner's own attendance, and what they say where a state is wrong."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.views.current import oneself
from plugins.attendance.actions import appeals
from plugins.attendance.forms.appeals import AppealForm
from plugins.attendance.models import Appeal, Roll
from plugins.attendance.queries.register import own_rows
from plugins.attendance.queries.rolls import standings
from plugins.attendance.views.access import PLUGIN
from schoolhouse.activation import is_active
from schoolhouse.refusals import Refusal


def _own(request: HttpRequest, training_class: TrainingClassPage) -> Enrollment:
    """Return the reader's own enrollment in a class that has the plugin; else answer 404."""
    rows = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    found = get_object_or_404(rows.select_related("learner"), learner=oneself(request))
    if not is_active(PLUGIN, training_class):
        raise Http404
    found.training_class = training_class
    return found


@require_GET
@login_required
@never_cache
def mine(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how one stands to everything that has begun, and what was answered."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    enrollment = _own(request, training_class)
    rows = own_rows(enrollment)
    context = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "rows": rows,
        "there": sum(row.standing.is_there for row in rows),
        "appeals": Appeal.objects.filter(enrollment=enrollment).select_related("roll"),
    }
    return render(request, "attendance/mine.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def appeal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what was so."""
    roll = get_object_or_404(Roll.objects.select_related("training_class"), public_id=public_id)
    enrollment = _own(request, roll.training_class)
    form, status = AppealForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                appeals.appeal(roll=roll, enrollment=enrollment, text=form.cleaned_data["text"], by=oneself(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Your class teacher reads it and answers here."))
                return redirect("plugins:attendance:mine", roll.training_class.public_id)
    row = standings(roll.training_class, [roll], [enrollment])[roll.pk, enrollment.pk]
    context = {"roll": roll, "row": row, "zone": roll.training_class.zone, "form": form}
    return render(request, "attendance/appeal.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one's own appeal back."""
    rows = Appeal.objects.select_related("roll__training_class")
    found = get_object_or_404(rows, public_id=public_id, enrollment__learner=oneself(request))
    try:
        appeals.withdraw(appeal=found, by=oneself(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plugins:attendance:mine", found.roll.training_class.public_id)
