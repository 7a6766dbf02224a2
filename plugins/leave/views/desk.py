"""Leave for those who decide: what waits, who is away, everything there was, entries after the fact, stand-ins."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from classes.permissions import may_run_class
from people.views.current import oneself
from plugins.leave.actions import leave as actions
from plugins.leave.actions import limit
from plugins.leave.actions.attachments import attach
from plugins.leave.forms.leave import EntryForm
from plugins.leave.models import Leave, LeaveState, WithdrawalProposal
from plugins.leave.permissions import may_approve, may_approve_in
from plugins.leave.queries.leave import away_in, history_of, proposals_in, reported_in, to_endorse_in, waiting_in
from plugins.leave.queries.ledger import absences_of
from plugins.leave.rules import rules_of
from plugins.leave.views.access import class_to_decide_in, class_to_run, class_with_desk
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 60
MOST_WAITING = 300


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what waits, who is away now, who is back, whom the rule would take out; or what one endorses."""
    return _desk(request, class_with_desk(request, public_id))


def _desk(
    request: HttpRequest, training_class: TrainingClassPage, *, trouble: str = "", at: Any = None, status: int = 200
) -> HttpResponse:
    user, now = oneself(request), timezone.now()
    decides, away, reported = may_approve_in(user, training_class), list[Leave](), list[Leave]()
    if decides:
        waiting = [one for one in waiting_in(training_class)[:MOST_WAITING] if may_approve(user, one)]
        if not may_run_class(user, training_class):
            # Who stands in for one group may lead another.
            known = {one.pk for one in waiting}
            waiting += [one for one in to_endorse_in(training_class, user)[:MOST_WAITING] if one.pk not in known]
        away = [one for one in away_in(training_class, now)[:MOST_WAITING] if may_approve(user, one)]
        reported = [one for one in reported_in(training_class)[:MOST_WAITING] if may_approve(user, one)]
    else:
        waiting = list(to_endorse_in(training_class, user)[:MOST_WAITING])
    runs = may_run_class(user, training_class)
    proposals = list(proposals_in(training_class)) if runs else []
    seats = {one.enrollment_id: one.enrollment for one in waiting}
    seats |= {one.enrollment_id: one.enrollment for one in proposals}
    absences = absences_of(training_class, list(seats.values()))
    context = {
        **around_class(training_class, request),
        "runs": runs,
        "decides": decides,
        "how_many_wait": len(waiting),
        "how_many_away": len(away),
        "waiting": [(one, absences[one.enrollment_id]) for one in waiting],
        "away": away,
        "reported": reported,
        "proposals": [(one, absences[one.enrollment_id]) for one in proposals],
        "limit": rules_of(training_class).limit,
        "now": now,
        "trouble": trouble,
        "trouble_at": at,
    }
    return render(request, "leave/desk.html", context, status=status)


@require_GET
@login_required
@never_cache
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List all leave of a class."""
    training_class = class_to_decide_in(request, public_id)
    state = request.GET.get("state", "")
    rows = history_of(training_class, state)
    if not may_run_class(request.user, training_class):
        user = oneself(request)
        rows = rows.filter(pk__in=[one.pk for one in rows if may_approve(user, one)])
    context = {
        **around_class(training_class, request),
        "page_obj": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "wanted": state if state in LeaveState.values else "",
        "states": [choice for choice in LeaveState.choices if choice[0] != LeaveState.DRAFT],
        "runs": may_run_class(request.user, training_class),
    }
    return render(request, "leave/history.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def enter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter leave after the fact."""
    training_class, user = class_to_decide_in(request, public_id), oneself(request)
    seats = training_class.enrollments.filter(state=EnrollmentState.ENROLLED).exclude(learner=user)
    by_id = {str(seat.public_id): seat for seat in seats.select_related("learner").order_by("learner__full_name", "pk")}
    learners = [(key, seat.learner.full_name) for key, seat in by_id.items()]
    with timezone.override(training_class.zone):
        form, status = EntryForm(request.POST or None, request.FILES or None, learners=learners), 200
        if request.method == "POST":
            status = 400
            if form.is_valid() and _enter(request, by_id[form.cleaned_data["learner"]], form):
                return redirect("plugins:leave:desk", public_id)
        context = {**around_class(training_class, request), "form": form}
        return render(request, "leave/enter.html", context, status=status)


def _enter(request: HttpRequest, seat: Enrollment, form: EntryForm) -> bool:
    user = oneself(request)
    try:
        with transaction.atomic():
            key = form.cleaned_data["client_key"]
            leave = actions.enter_leave(enrollment=seat, client_key=key, by=user, **form.said())
            for paper in form.cleaned_data["papers"]:
                attach(leave=leave, file=paper, by=user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(name)s: entered.") % {"name": seat.learner.full_name})
    return True


@require_POST
@login_required
def decide_proposal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a learner over the limit out of the class, or let them stay; with a reason."""
    related = "enrollment__training_class", "enrollment__learner"
    proposal = get_object_or_404(WithdrawalProposal.objects.select_related(*related), public_id=public_id)
    training_class = class_to_run(request, proposal.enrollment.training_class.public_id)
    verdict = {"confirm": limit.confirm_withdrawal, "dismiss": limit.dismiss_withdrawal}
    decide = verdict.get(request.POST.get("verdict", ""))
    if decide is None:
        trouble = _("Choose what happens with the learner.")
        return _desk(request, training_class, trouble=trouble, at=proposal.pk, status=400)
    try:
        decided = decide(proposal=proposal, reason=request.POST.get("reason", ""), by=oneself(request))
    except Refusal as refusal:
        if refusal.status == 403:
            raise Http404 from refusal
        return _desk(request, training_class, trouble=str(refusal), at=proposal.pk, status=refusal.status)
    said = {"name": proposal.enrollment.learner.full_name, "state": decided.get_state_display()}
    messages.success(request, _("%(name)s: %(state)s.") % said)
    return redirect("plugins:leave:desk", training_class.public_id)


def around_class(training_class: TrainingClassPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the pages of those who decide show around them."""
    return {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "zone": training_class.zone,
        "desk_url": reverse("plugins:leave:desk", args=[training_class.public_id]),
    }
