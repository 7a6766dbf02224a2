"""What feedback asks to be mended: the list, one item, and flagging what was said."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.actions.feedback import mending as actions
from evaluations.actions.feedback.mending_edges import EDGES, Attempt
from evaluations.forms.mending import AnswerForm, FlagForm, HandForm
from evaluations.models import ActionItem
from evaluations.permissions.mending import may_mend, may_see_item
from evaluations.queries.mending import candidates, items_for, today
from evaluations.queries.survey import class_asked
from evaluations.views.access import readable_survey
from people.requests import SignedInRequest
from schoolhouse.edges import acts_open
from schoolhouse.refusals import Refusal

ITEMS_PER_PAGE = 30


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    """List what the reader has to mend or looks after, what is open first."""
    page = Paginator(items_for(request.user), ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "today": timezone.localdate()}
    return render(request, "evaluations/mending/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def flag(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Make something that was said an action item."""
    survey = readable_survey(request, survey_id)
    if not may_mend(request.user, survey):
        raise Http404
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.flag(survey=survey, by=request.user, **form.cleaned_data)
        messages.success(request, _("It stands among what is to be mended."))
        return redirect("evaluations:action_item", found.public_id)
    context = {"survey": survey, "training_class": class_asked(survey), "form": form}
    return render(request, "evaluations/mending/flag.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def item(request: SignedInRequest, item_id: uuid.UUID) -> HttpResponse:
    """Show one item; ``act`` is ``hand``, ``finish``, ``drop`` or ``reopen``."""
    rows = ActionItem.objects.select_related("survey__page", "survey__form", "owner", "closed_by", "opened_by")
    found = get_object_or_404(rows, public_id=item_id)
    if not may_see_item(request.user, found):
        raise Http404
    act = request.POST.get("act", "")
    people = candidates(found.survey)
    hand = HandForm(request.POST if act == "hand" else None, people=people, initial=_as_it_is(found))
    answer = AnswerForm(request.POST if act in ("finish", "drop") else None, initial={"answer": found.answer})
    status = 200
    if request.method == "POST":
        status = _take(request, found, act, hand, answer)
        if status == 302:
            return redirect("evaluations:action_item", found.public_id)
    context = {
        "item": found,
        "is_overdue": found.is_overdue(today(found)),
        "acts": acts_open(EDGES, Attempt(found, request.user, "…"), state=found.state),
        "hand": hand,
        "answer": answer,
    }
    return render(request, "evaluations/mending/item.html", context, status=status)


def _as_it_is(found: ActionItem) -> dict[str, object]:
    return {"owner": found.owner, "due_on": found.due_on}


def _take(request: SignedInRequest, found: ActionItem, act: str, hand: HandForm, answer: AnswerForm) -> int:
    """Take an act; return 302, or the status under which the page is shown again."""
    form = hand if act == "hand" else answer
    if act not in EDGES:
        raise Refusal(_("This cannot be done here."), code="unknown", status=400)
    if act != "reopen" and not form.is_valid():
        return 400
    try:
        if act == "hand":
            actions.hand_on(item=found, by=request.user, **form.cleaned_data)
        else:
            actions.settle(
                item=found, act=act, answer=answer.cleaned_data["answer"] if act != "reopen" else "", by=request.user
            )
    except Refusal as refusal:
        if act == "reopen":
            raise
        form.add_error(None, str(refusal))
        return refusal.status
    messages.success(request, _("Kept."))
    return 302
