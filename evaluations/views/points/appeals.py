"""Appeals against entries: a learner asks, whoever runs the class answers."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.permissions import is_enrolled, may_run_class
from evaluations.actions.points.appeals import appeal_entry, grant_appeal, refuse_appeal, withdraw_appeal
from evaluations.forms.points.ledger import AnswerForm, AppealForm
from evaluations.models import AppealState, PointAppeal, PointEntry
from evaluations.views.access import any_class
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def appeal(request: SignedInRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Appeal an entry of one's own, or take an appeal back (``withdraw``)."""
    rows = PointEntry.objects.select_related("training_class", "learner", "component")
    entry = get_object_or_404(rows, public_id=entry_id, learner=request.user)
    if not is_enrolled(request.user, entry.training_class):
        raise Http404
    latest = entry.appeals.order_by("-pk").first()
    form, status = AppealForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        try:
            if "withdraw" in request.POST and latest is not None:
                withdraw_appeal(appeal=latest, by=request.user)
                messages.success(request, _("Your appeal is withdrawn."))
                return redirect("evaluations:points", entry.training_class.public_id)
            if form.is_valid():
                made = appeal_entry(entry=entry, text=form.cleaned_data["text"], by=request.user)
                said = _("Your appeal was handed in. An answer is owed to you by %(day)s.")
                messages.success(request, said % {"day": made.due_on.isoformat()})
                return redirect("evaluations:points", entry.training_class.public_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {"entry": entry, "training_class": entry.training_class, "form": form, "latest": latest}
    return render(request, "evaluations/points/appeal.html", context, status=status)


@require_GET
@login_required
@never_cache
def appeals(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the appeals of a class, those that wait first and the most urgent of them on top."""
    training_class = any_class(class_id)
    if not may_run_class(request.user, training_class):
        raise Http404
    first = Case(When(state=AppealState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = PointAppeal.objects.filter(entry__training_class=training_class)
    rows = rows.select_related("entry__learner", "answered_by").order_by(first, "due_on", "pk")
    context = {
        "training_class": training_class,
        "page_obj": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.now().astimezone(training_class.zone).date(),
    }
    return render(request, "evaluations/points/appeals.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def answer(request: SignedInRequest, appeal_id: uuid.UUID) -> HttpResponse:
    """Grant an appeal or refuse it."""
    rows = PointAppeal.objects.select_related("entry__training_class", "entry__learner", "entry__component")
    found = get_object_or_404(rows, public_id=appeal_id)
    training_class = found.entry.training_class
    if not may_run_class(request.user, training_class):
        raise Http404
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            data = form.cleaned_data
            try:
                if data["act"] == "grant":
                    grant_appeal(appeal=found, by=request.user, answer=data["answer"], points=data["points"])
                else:
                    refuse_appeal(appeal=found, by=request.user, answer=data["answer"])
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The appeal is answered."))
                return redirect("evaluations:appeals", training_class.public_id)
    context = {"appeal": found, "entry": found.entry, "training_class": training_class, "form": form}
    return render(request, "evaluations/points/answer.html", context, status=status)
