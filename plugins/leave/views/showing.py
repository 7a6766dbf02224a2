"""One leave: what it says, what happened to it, what may be done now, and its papers."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.models import User
from people.views.current import oneself
from people.views.files import send
from plugins.leave.actions import leave as actions
from plugins.leave.actions.attachments import attach
from plugins.leave.actions.edges import acts_open_to
from plugins.leave.forms.leave import ActForm, PapersForm
from plugins.leave.models import Leave, LeaveAttachment, LeaveState
from plugins.leave.permissions import may_approve, may_fetch_papers
from plugins.leave.queries.simulation import simulate
from plugins.leave.rules import NAME, rules_of
from plugins.leave.views.access import leave_of
from plugins.leave.views.asking import around
from schoolhouse.activation import is_active
from schoolhouse.refusals import Refusal

ACTS: dict[str, Callable[..., Leave]] = {
    "submit": actions.submit_leave,
    "endorse": actions.endorse_leave,
    "approve": actions.approve_leave,
    "refuse": actions.refuse_leave,
    "appeal": actions.appeal,
    "report_back": actions.report_back,
    "close": actions.close_leave,
    "cancel": actions.cancel_leave,
}
"""What a person does with a button, by the name of its edge."""
_WITHOUT_WORDS = ("submit", "cancel")


@require_GET
@login_required
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show leave to its learner, or to who decides."""
    leave, user = leave_of(request, public_id)
    return _shown(request, leave, user)


@require_POST
@login_required
def act(request: HttpRequest, public_id: uuid.UUID, name: str) -> HttpResponse:
    """Take one edge, and say what came of it."""
    leave, user = leave_of(request, public_id)
    if name not in ACTS:
        raise Http404
    form = ActForm(request.POST)
    words = {} if name in _WITHOUT_WORDS else {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}
    try:
        done = ACTS[name](leave=leave, by=user, **words)
    except Refusal as refusal:
        if refusal.status == 403:
            raise Http404 from refusal
        form.add_error("reason" if words else None, str(refusal))
        return _shown(request, leave, user, form=form, asked=name, status=refusal.status)
    messages.success(request, _said(done, own=leave.enrollment.learner_id == user.pk))
    if leave.enrollment.learner_id != user.pk and may_approve(user, done):
        return redirect("plugins:leave:desk", done.enrollment.training_class.public_id)
    return redirect("plugins:leave:leave", public_id)


@require_POST
@login_required
def add_papers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put papers to leave."""
    leave, user = leave_of(request, public_id)
    if not may_fetch_papers(user, leave):
        raise Http404
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                for paper in form.cleaned_data["papers"]:
                    attach(leave=leave, file=paper, by=user)
        except Refusal as refusal:
            form.add_error("papers", str(refusal))
        else:
            messages.success(request, _("The papers are with it now."))
            return redirect("plugins:leave:leave", public_id)
    return _shown(request, leave, user, papers_form=form, status=400)


@login_required
def attachment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Hand out a paper to its learner and to who decides; 404 to everybody else."""
    user = oneself(request)
    related = "leave__enrollment__training_class", "leave__enrollment__organization"
    paper = get_object_or_404(LeaveAttachment.objects.select_related(*related), public_id=public_id)
    if not is_active(NAME, paper.leave.enrollment.training_class) or not may_fetch_papers(user, paper.leave):
        raise Http404
    return send(request, paper.file, filename=paper.name, kind="leave")


def _shown(
    request: HttpRequest,
    leave: Leave,
    user: User,
    *,
    form: ActForm | None = None,
    papers_form: PapersForm | None = None,
    asked: str = "",
    status: int = 200,
) -> HttpResponse:
    seat, own = leave.enrollment, leave.enrollment.learner_id == user.pk
    decides = may_approve(user, leave)
    open_acts = acts_open_to(user, leave, now=timezone.now(), rules=rules_of(seat.training_class))
    context: dict[str, Any] = {
        **around(seat, request),
        "leave": leave,
        "is_own": own,
        "decides": decides,
        "acts": [name for name in open_acts if name in ACTS],
        "form": form or ActForm(),
        "asked": asked,
        "papers": list(leave.attachments.all()) if own or decides else [],
        "papers_form": (papers_form or PapersForm()) if _takes_papers(leave, own, decides) else None,
    }
    if leave.is_waiting or leave.is_draft:
        context["simulation"] = simulate(seat, leave.starts_at, leave.ends_at, leave=leave)
    return render(request, "leave/leave.html", context, status=status)


def _takes_papers(leave: Leave, own: bool, decides: bool) -> bool:
    return decides or (own and leave.state not in (LeaveState.CANCELLED, LeaveState.CLOSED))


def _said(leave: Leave, *, own: bool) -> str:
    if own:
        return {
            LeaveState.SUBMITTED: _("Sent. You see here what is decided."),
            LeaveState.APPEALED: _("Sent once more. You see here what is decided."),
            LeaveState.REPORTED_BACK: _("Good that you are back."),
            LeaveState.CANCELLED: _("This leave is called off."),
        }[LeaveState(leave.state)]
    said = {"name": leave.enrollment.learner.full_name, "state": leave.get_state_display()}
    return _("%(name)s: %(state)s.") % said
