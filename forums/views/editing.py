"""Editing a post, and what it said before."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forums.actions.editing import edit_post, require_editing
from forums.actions.parts.gathering import gather
from forums.forms import EditForm
from forums.models import Post
from forums.queries.revision import versions_of
from forums.views.access import readable_post
from forums.views.page import zone_of
from forums.views.parts.files import with_files
from forums.writing.differences import differences
from lessons.completion.opening import reader_mark
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Edit one's own post, or as a moderator any; others need not know of the page: 404."""
    post, standing = readable_post(request, post_id)
    is_own = post.author_id == request.user.pk
    if not standing.moderates and not is_own:
        raise Http404
    try:
        require_editing(post, standing, request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("forums:post", post.public_id)
    initial = {"body": post.body, "version": post.version}
    sent, wrong = with_files(request, post.thread.forum) if request.method == "POST" else (None, "")
    form = EditForm(sent, initial=initial, needs_reason=not is_own)
    if not form.is_bound:
        return _shown(request, post, form)
    if wrong:
        form.add_error(None, wrong)
    if not form.is_valid():
        return _shown(request, post, form, status=400)
    if "preview" in request.POST:
        return _previewed(request, post, form)
    return _saved(request, post, form)


def _previewed(request: SignedInRequest, post: Post, form: EditForm) -> HttpResponse:
    try:
        preview = gather(form.cleaned_data["body"], post.thread.forum, by=request.user, post=post).html
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, post, form, status=refusal.status)
    return _shown(request, post, form, preview=preview)


def _saved(request: SignedInRequest, post: Post, form: EditForm) -> HttpResponse:
    """Save what was typed; where somebody was faster, show both and let the editor choose."""
    data = form.cleaned_data
    try:
        edit_post(post=post, body=data["body"], version=data["version"], reason=data.get("reason", ""), by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        if refusal.code != "changed":
            return _shown(request, post, form, status=refusal.status)
        post.refresh_from_db()
        form.see(post.version)
        return _shown(request, post, form, other=data["body"], status=refusal.status)
    messages.success(request, _("The post is changed."))
    return redirect("forums:post", post.public_id)


def _shown(
    request: SignedInRequest, post: Post, form: EditForm, *, preview: str = "", other: str = "", status: int = 200
) -> HttpResponse:
    context = {"post": post, "form": form, "preview": preview, "reader": reader_mark(request.user)}
    context["stored"] = differences(other, post.body) if other else None
    return render(request, "forums/edit_post.html", context, status=status)


@require_safe
@login_required
def history(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Show what a post said before, to those who see it now."""
    post, standing = readable_post(request, post_id)
    if post.is_hidden and not standing.moderates:
        raise Http404
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    versions, older = versions_of(post, before=number)
    context = {"post": post, "versions": versions, "older": older, "zone": zone_of(post.thread.forum)}
    return render(request, "forums/post_history.html", context)
