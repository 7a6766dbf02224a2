"""Outside hours: writing them down, handing them in, judging them, and their evidence."""

import uuid
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.files.serve import is_object_store, range_response
from people.roles import Role
from people.scope import scope_of
from people.views.current import oneself
from plugins.hours.actions import outside as actions
from plugins.hours.evidence import content_type
from plugins.hours.forms.outside import JudgementForm, OutsideForm
from plugins.hours.models import Evidence, OutsideHours, OutsideState
from plugins.hours.permissions import may_approve, may_read_outside
from schoolhouse.refusals import Refusal

WITH_AUTHOR = (OutsideState.DRAFT, OutsideState.RETURNED)


def _readable(request: HttpRequest, public_id: uuid.UUID) -> OutsideHours:
    rows = OutsideHours.objects.select_related("learner", "organization")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_read_outside(oneself(request), found):
        raise Http404
    return found


def _own(request: HttpRequest, public_id: uuid.UUID) -> OutsideHours:
    return get_object_or_404(OutsideHours, public_id=public_id, learner=oneself(request))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    """Write outside hours down, or change them while they are with their author."""
    user = oneself(request)
    found = _own(request, public_id) if public_id else None
    if found is None and Role.LEARNER not in scope_of(user).roles:
        raise Http404
    if found is not None and found.state not in WITH_AUTHOR:
        return redirect("plugins:hours:outside", found.public_id)
    posted = request.method == "POST"
    form = OutsideForm(request.POST if posted else None, request.FILES if posted else None, instance=found)
    status = 400 if posted else 200
    if posted and form.is_valid():
        try:
            kept = actions.write_outside(by=user, outside=found, **form.values())
            if "submit" in request.POST:
                return _submit(request, kept)
            messages.success(request, _("Your draft is kept."))
            return redirect("plugins:hours:outside", kept.public_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    return render(request, "hours/write.html", {"form": form, "outside": found}, status=status)


def _submit(request: HttpRequest, outside: OutsideHours) -> HttpResponse:
    """Hand it in; what speaks against that is said beside the draft, which is kept."""
    try:
        actions.submit_outside(outside=outside, by=oneself(request))
    except Refusal as refusal:
        messages.error(request, _("Your draft is kept. %(why)s") % {"why": refusal})
    else:
        messages.success(request, _("Handed in. You see here what becomes of it."))
    return redirect("plugins:hours:outside", outside.public_id)


@login_required
@require_POST
def submit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand outside hours in."""
    return _submit(request, _own(request, public_id))


@login_required
@never_cache
@require_safe
def outside(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show outside hours with their evidence and history, to their author and those who may approve them."""
    return _page(request, _readable(request, public_id))


def _page(
    request: HttpRequest, found: OutsideHours, form: JudgementForm | None = None, status: int = 200
) -> HttpResponse:
    user = oneself(request)
    judges = found.state in (OutsideState.SUBMITTED, OutsideState.APPROVED) and may_approve(user, found)
    context: dict[str, Any] = {
        "outside": found,
        "is_own": found.learner_id == user.pk,
        "with_author": found.learner_id == user.pk and found.state in WITH_AUTHOR,
        "evidence": list(found.evidence.all()),
        "steps": found.steps.select_related("by"),
        "form": (form or JudgementForm()) if judges else None,
    }
    return render(request, "hours/outside.html", context, status=status)


@login_required
@never_cache
@require_POST
def judge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Approve, return, refuse or revoke outside hours."""
    found = _readable(request, public_id)
    if not may_approve(request.user, found):
        raise Http404
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 400)
    data = form.cleaned_data
    try:
        judged = actions.judge_outside(outside=found, act=data["verdict"], by=oneself(request), reason=data["reason"])
    except Refusal as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, found, form, refusal.status)
    said = {"name": found.learner.full_name, "state": judged.get_state_display()}
    messages.success(request, _("%(name)s: %(state)s.") % said)
    return redirect("plugins:hours:waiting")


@login_required
@require_POST
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Forget a draft."""
    found = _own(request, public_id)
    return _done(
        request, lambda: actions.delete_outside(outside=found, by=oneself(request)), _("The draft is gone."), None
    )


@login_required
@require_POST
def remove_evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a file away again."""
    rows = Evidence.objects.select_related("outside")
    found = get_object_or_404(rows, public_id=public_id, outside__learner=oneself(request))
    act = lambda: actions.delete_evidence(evidence=found, by=oneself(request))  # noqa: E731
    return _done(request, act, _("The file is gone."), found.outside)


def _done(request: HttpRequest, act: Callable[[], None], said: str, stays: OutsideHours | None) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("plugins:hours:outside", stays.public_id) if stays else redirect("plugins:hours:own")


@login_required
@require_safe
def evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Hand out a file, to its author and those who may approve; for saving, never to be shown by the browser."""
    rows = Evidence.objects.select_related("outside__organization")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_read_outside(oneself(request), found.outside):
        raise Http404
    return range_response(
        request,
        found.file,
        filename=found.name,
        content_type=content_type(str(found.file.name)),
        size=0 if is_object_store(found.file.storage) else found.size,
        etag=PurePath(str(found.file.name)).stem,
    )
