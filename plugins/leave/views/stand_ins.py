"""Naming who stands in, on a page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from classes.models import TrainingClassPage
from people.models import User
from people.views.current import oneself
from plugins.leave.actions import stand_ins as actions
from plugins.leave.forms.leave import StandInForm
from plugins.leave.models import Duty, StandIn
from plugins.leave.permissions import today_in
from plugins.leave.queries.stand_ins import choices_of, stand_ins_in
from plugins.leave.rules import rules_of
from plugins.leave.views.access import class_to_run
from plugins.leave.views.desk import around_class
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def stand_ins(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List who stands in, and name another one."""
    training_class = class_to_run(request, public_id)
    form, status = _form(request, training_class), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and _name(request, training_class, form):
            return redirect("plugins:leave:stand_ins", public_id)
    today = today_in(training_class)
    context = {
        **around_class(training_class, request),
        "form": form,
        "rows": [(one, one.from_day <= today) for one in stand_ins_in(training_class)],
    }
    return render(request, "leave/stand_ins.html", context, status=status)


def _form(request: HttpRequest, training_class: TrainingClassPage) -> StandInForm:
    seats = training_class.enrollments.select_related("learner", "group")
    duties = Duty.choices if rules_of(training_class).needs_endorsement else [Duty.choices[0]]
    return StandInForm(
        request.POST or None,
        people=choices_of(training_class),
        groups=sorted({seat.group_name for seat in seats} - {""}),
        duties=duties,
        initial={"from_day": today_in(training_class), "to_day": training_class.ends_on},
    )


def _name(request: HttpRequest, training_class: TrainingClassPage, form: StandInForm) -> bool:
    data = dict(form.cleaned_data)
    try:
        person = get_object_or_404(User, public_id=data.pop("person"))
        actions.name_stand_in(training_class=training_class, person=person, by=oneself(request), **data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(name)s stands in.") % {"name": person.full_name})
    return True


@require_POST
@login_required
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a stand-in out."""
    found = get_object_or_404(StandIn.objects.select_related("training_class", "person"), public_id=public_id)
    training_class = class_to_run(request, found.training_class.public_id)
    try:
        actions.remove_stand_in(stand_in=found, by=oneself(request))
    except Refusal as refusal:
        raise Http404 from refusal
    messages.success(request, _("%(name)s no longer stands in.") % {"name": found.person.full_name})
    return redirect("plugins:leave:stand_ins", training_class.public_id)
