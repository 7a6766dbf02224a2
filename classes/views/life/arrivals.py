"""The arrival desk: a list on a phone, one tap for each who has come."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.actions.life.arrivals import record_arrival, undo_arrival
from classes.forms.life.arrivals import UndoForm
from classes.life.tools import ARRIVAL
from classes.models import Arrival, ArrivalWay, Enrollment
from classes.permissions import may_act_in, may_run_class
from classes.queries.life.arrivals import WORDS_LENGTH, desk_of
from classes.views.access import class_on_duty
from classes.views.life.around import around
from people.views.current import person_of
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List who is missing first, then who has come; ``?q=`` narrows it as one types."""
    training_class = class_on_duty(request, public_id, ARRIVAL)
    words = request.GET.get("q", "")[:WORDS_LENGTH]
    found = desk_of(training_class, words)
    context = {
        **around(request, training_class, ARRIVAL),
        "desk": found,
        "words": words,
        "longest": WORDS_LENGTH,
        "way": ArrivalWay.SLIP if found.by_slip else ArrivalWay.LIST,
        "runs": may_run_class(request.user, training_class),
    }
    return render(request, "classes/life/arrivals.html", context)


@login_required
@require_POST
def record(request: HttpRequest, enrollment_id: uuid.UUID) -> HttpResponse:
    """Record that somebody has come, and go back to the list."""
    rows = Enrollment.objects.select_related("training_class", "learner")
    enrollment = get_object_or_404(rows, public_id=enrollment_id)
    if not may_act_in(request.user, enrollment.training_class, ARRIVAL):
        raise Http404
    way = ArrivalWay.SLIP if request.POST.get("way") == ArrivalWay.SLIP else ArrivalWay.LIST
    try:
        record_arrival(enrollment=enrollment, by=person_of(request), way=way)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has arrived.") % {"name": enrollment.learner.full_name})
    return redirect("classes:arrivals", enrollment.training_class.public_id)


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask why, then add an entry that takes the arrival back."""
    rows = Arrival.objects.select_related("enrollment__training_class", "enrollment__learner", "by")
    entry = get_object_or_404(rows, public_id=public_id)
    enrollment = entry.enrollment
    if not may_act_in(request.user, enrollment.training_class, ARRIVAL):
        raise Http404
    form, status = UndoForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                undo_arrival(entry=entry, reason=form.cleaned_data["reason"], by=person_of(request))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("%(name)s is missing again.") % {"name": enrollment.learner.full_name})
                return redirect("classes:arrivals", enrollment.training_class.public_id)
    back = reverse("classes:arrivals", args=[enrollment.training_class.public_id])
    context = {"entry": entry, "enrollment": enrollment, "form": form, "back": back}
    context["zone"] = enrollment.training_class.zone
    return render(request, "classes/life/undo_arrival.html", context, status=status)
