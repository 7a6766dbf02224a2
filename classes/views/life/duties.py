"""Class officers and the duty roster, for whoever runs the class."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.life.duties import days_for_duty, give_duty, take_duty
from classes.actions.life.offices import add_office, change_office, remove_office
from classes.forms.life.duties import DutyForm, OfficeForm
from classes.models import ClassOffice, DutyShift, TrainingClassPage
from classes.permissions import may_run_class
from classes.queries.life.duties import duties_in, offices_of, roster_of_duties
from classes.queries.life.groups import division_of
from classes.views.access import class_to_run
from classes.views.life.around import around
from people.views.current import person_of
from schoolhouse.refusals import Refusal


def _today(training_class: TrainingClassPage) -> datetime.date:
    return timezone.now().astimezone(training_class.zone).date()


@require_GET
@login_required
@never_cache
def duties(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the offices with their holders, and who is on duty on each day."""
    return _shown(request, class_to_run(request, public_id))


def _shown(
    request: HttpRequest, training_class: TrainingClassPage, form: OfficeForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        **around(request, training_class, "duties"),
        "offices": offices_of(training_class),
        "days": roster_of_duties(training_class, days_for_duty(training_class), _today(training_class)),
        "form": form or OfficeForm(division=division_of(training_class)),
    }
    return render(request, "classes/life/duties.html", context, status=status)


@login_required
@require_POST
def add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make an office."""
    training_class = class_to_run(request, public_id)
    form = OfficeForm(request.POST, division=division_of(training_class))
    if form.is_valid():
        try:
            add_office(training_class=training_class, **form.cleaned_data, by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("classes:duties", public_id)
    return _shown(request, training_class, form, status=400)


def _office(request: HttpRequest, public_id: uuid.UUID) -> ClassOffice:
    """Return the office, if the reader runs its class; else answer 404."""
    office = get_object_or_404(ClassOffice.objects.select_related("training_class", "holder"), public_id=public_id)
    if not may_run_class(request.user, office.training_class):
        raise Http404
    return office


@login_required
@require_http_methods(["GET", "POST"])
def one_office(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change an office or who holds it."""
    office = _office(request, public_id)
    form = OfficeForm(request.POST or None, division=division_of(office.training_class), office=office)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                change_office(office=office, **form.cleaned_data, by=person_of(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("classes:duties", office.training_class.public_id)
    context = {**around(request, office.training_class, "duties"), "office": office, "form": form}
    return render(request, "classes/life/office.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Drop an office."""
    office = _office(request, public_id)
    remove_office(office=office, by=person_of(request))
    messages.success(request, _("The office “%(title)s” is gone.") % {"title": office.title})
    return redirect("classes:duties", office.training_class.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, public_id: uuid.UUID, date: str) -> HttpResponse:
    """Show who is on duty on a day, and put others on."""
    training_class = class_to_run(request, public_id)
    on = _day_in(training_class, date)
    known = [(one.name, one.value.label) for one in duties_in(training_class)]
    division = division_of(training_class)
    form, status = DutyForm(request.POST or None, division=division, duties=known), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and (answer := _give(request, training_class, on, form)):
            return answer
    shown = roster_of_duties(training_class, [on], _today(training_class))[0]
    context: dict[str, Any] = {**around(request, training_class, "duties"), "day": shown, "form": form}
    context["learners"] = division.learners
    context["kinds"] = duties_in(training_class)
    return render(request, "classes/life/duty_day.html", context, status=status)


def _give(
    request: HttpRequest, training_class: TrainingClassPage, on: datetime.date, form: DutyForm
) -> HttpResponse | None:
    chosen = {"duty": form.cleaned_data["duty"], "enrollments": form.seats()}
    try:
        given = give_duty(training_class=training_class, date=on, **chosen, by=person_of(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    said = ngettext("%(count)d learner has this duty now.", "%(count)d learners have this duty now.", given)
    messages.success(request, said % {"count": given})
    return redirect("classes:duty_day", training_class.public_id, on.isoformat())


def _day_in(training_class: TrainingClassPage, date: str) -> datetime.date:
    """Return the day that the address names; 404 for one that is none of the class."""
    try:
        on = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if on not in days_for_duty(training_class):
        raise Http404
    return on


@login_required
@require_POST
def take(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a duty off somebody."""
    shift = get_object_or_404(DutyShift.objects.select_related("enrollment__training_class"), public_id=public_id)
    training_class = shift.enrollment.training_class
    if not may_run_class(request.user, training_class):
        raise Http404
    take_duty(shift=shift, by=person_of(request))
    if shift.date not in days_for_duty(training_class):  # the class was moved meanwhile
        return redirect("classes:duties", training_class.public_id)
    return redirect("classes:duty_day", training_class.public_id, shift.date.isoformat())
