"""The ledger of points: one's own and a learner's, giving points and taking them back."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from classes.models import TrainingClassPage
from classes.permissions import INSIDE_STATES
from evaluations.actions.points import BY_HAND, award_by_hand, reverse_entry
from evaluations.actions.points.sheet import BY_SHEET
from evaluations.forms.points.ledger import AwardForm, ClassAwardForm, ReversalForm
from evaluations.models import PointAppeal, PointEntry
from evaluations.permissions.points import may_award_points, may_read_points
from evaluations.queries.points.ledger import components_in, ledger_of
from evaluations.queries.points.totals import plain
from evaluations.queries.points.why import explained
from evaluations.views.access import any_class, attended_class
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

ENTRIES_PER_PAGE = 50


@require_GET
@login_required
def own_ledger(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Show one's own entries in a class: every one with its reason."""
    return _ledger_page(request, attended_class(request, class_id), request.user)


@require_http_methods(["GET", "POST"])
@login_required
def ledger(request: SignedInRequest, class_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Show a learner's entries to the class's staff, who give points here."""
    training_class = any_class(class_id)
    learner = get_object_or_404(User, public_id=person_id)
    # Also of whoever has left the class: their points stand, and may be taken back.
    was_there = training_class.enrollments.filter(learner=learner).exists()
    if not was_there or not may_read_points(request.user, learner, training_class):
        raise Http404
    if not may_award_points(request.user, training_class):
        return redirect("evaluations:points", training_class.public_id)
    form = AwardForm(request.POST or None, components=components_in(training_class))
    if request.method == "POST" and form.is_valid():
        try:
            award_by_hand(learner=learner, training_class=training_class, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The points stand on the ledger."))
            return redirect("evaluations:ledger", training_class.public_id, learner.public_id)
    return _ledger_page(request, training_class, learner, form=form)


def _ledger_page(
    request: HttpRequest, training_class: TrainingClassPage, learner: User, form: AwardForm | None = None
) -> HttpResponse:
    page = Paginator(ledger_of(learner, training_class), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    why = explained(learner, training_class)
    appeals = PointAppeal.objects.filter(entry__in=[entry.pk for entry in page]).order_by("pk")
    by_entry = {appeal.entry_id: appeal for appeal in appeals}
    context = {
        "training_class": training_class,
        "learner": learner,
        "page_obj": page,
        "rows": [(entry, by_entry.get(entry.pk), _label(entry, why.labels)) for entry in page],
        "why": why,
        "total": plain(why.total),
        "form": form,
        "is_own": learner.pk == request.user.pk,
    }
    return render(request, "evaluations/ledger.html", context, status=400 if form and form.errors else 200)


def _label(entry: PointEntry, labels: dict[str, str]) -> str:
    """Say in words what gave the points, where nobody did by hand."""
    if entry.source == BY_SHEET:
        return _("by spreadsheet")
    return labels.get(entry.source, "") if entry.source != BY_HAND else ""


@require_http_methods(["GET", "POST"])
@login_required
def give(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Give several learners of a class the same points for the same reason."""
    training_class = any_class(class_id)
    if not may_award_points(request.user, training_class):
        raise Http404
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES).select_related("learner", "group")
    seats = seats.order_by("group__number", "learner__full_name", "pk")
    learners = User.objects.filter(pk__in=seats.values("learner"))
    data = request.POST if request.method == "POST" else None
    form, status = ClassAwardForm(data, components=components_in(training_class), learners=learners), 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and (count := _give(form, training_class, request.user)):
            said = ngettext("%(count)s learner has the points.", "%(count)s learners have the points.", count)
            messages.success(request, said % {"count": count})
            return redirect("evaluations:standings", training_class.public_id)
    ticked = set(request.POST.getlist("learners"))
    context = {"training_class": training_class, "form": form, "seats": seats, "ticked": ticked}
    return render(request, "evaluations/points/give.html", context, status=status)


def _give(form: ClassAwardForm, training_class: TrainingClassPage, by: User) -> int:
    """Write all entries or none; return how many learners were given something."""
    data = {**form.cleaned_data}
    learners = data.pop("learners")
    try:
        with transaction.atomic():
            for learner in learners.order_by("pk"):
                award_by_hand(learner=learner, training_class=training_class, by=by, **data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return 0
    return len(learners)


@require_http_methods(["GET", "POST"])
@login_required
def reverse(request: SignedInRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Take back an entry, with a reason."""
    entry = get_object_or_404(PointEntry.objects.select_related("training_class", "learner"), public_id=entry_id)
    if not may_award_points(request.user, entry.training_class):
        raise Http404
    form = ReversalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                reverse_entry(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The entry has been taken back by its opposite."))
                return redirect("evaluations:ledger", entry.training_class.public_id, entry.learner.public_id)
    return render(request, "evaluations/reverse.html", {"entry": entry, "form": form}, status=status)
