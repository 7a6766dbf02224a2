"""What readers report, and what authors do with posts that wait or came back."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.actions.moderation.held import send_again, withdraw_held
from forums.actions.moderation.reports import report_post, withdraw_report
from forums.models import CaseState, HeldPost, HeldState, PostReport
from forums.queries.review import held_by_author
from forums.views.access import readable_post
from forums.views.review.forms import ReportForm, RevisionForm
from lessons.completion.opening import reader_mark
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def report(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Tell the moderators that something is wrong with a post, or look at what one told them."""
    post, standing = readable_post(request, post_id)
    if post.is_hidden and not standing.moderates:
        raise Http404
    form, status = ReportForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                report_post(post=post, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(
                    request, _("Thank you. A moderator will look at it, and you will read what came of it.")
                )
                return redirect("forums:post", post.public_id)
    before = (
        PostReport.objects.filter(post=post, reporter=request.user, withdrawn_at=None).select_related("case").first()
    )
    context = {"form": form, "post": post, "report": before, "own": post.author_id == request.user.pk}
    context["is_open"] = before is not None and before.case.state == CaseState.OPEN
    return render(request, "forums/review/report.html", context, status=status)


@require_POST
@login_required
def take_back_report(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Take one's report back."""
    post, _standing = readable_post(request, post_id)
    try:
        withdraw_report(post=post, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your report was taken back."))
    return redirect("forums:post", post.public_id)


@require_safe
@login_required
@never_cache
def waiting(request: SignedInRequest) -> HttpResponse:
    """List one's own posts that wait for a moderator or came back."""
    return render(request, "forums/review/waiting.html", {"page": held_by_author(request.user, _beyond(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def revise(request: SignedInRequest, held_id: uuid.UUID) -> HttpResponse:
    """Read what a moderator said of one's post, revise it and send it again."""
    held = _own(request, held_id)
    form, status = RevisionForm(request.POST if request.method == "POST" else None, initial={"body": held.body}), 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                send_again(held=held, body=form.cleaned_data["body"], by=request.user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Sent. A moderator reads it before the others do."))
                return redirect("forums:waiting")
    context = {
        "reader": reader_mark(request.user),
        "form": form,
        "held": held,
        "may_write": held.state == HeldState.RETURNED,
    }
    context["may_withdraw"] = held.post_id is None and held.state in (HeldState.HELD, HeldState.RETURNED)
    return render(request, "forums/review/revise.html", context, status=status)


@require_POST
@login_required
def withdraw(request: SignedInRequest, held_id: uuid.UUID) -> HttpResponse:
    """Take a post back before it was published."""
    try:
        withdraw_held(held=_own(request, held_id), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your post was taken back; nobody else has read it."))
    return redirect("forums:waiting")


def _own(request: SignedInRequest, held_id: uuid.UUID) -> HeldPost:
    rows = HeldPost.objects.select_related("forum", "thread", "post")
    return get_object_or_404(rows, public_id=held_id, author=request.user)


def _beyond(request: HttpRequest) -> int | None:
    asked = request.GET.get("beyond", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
