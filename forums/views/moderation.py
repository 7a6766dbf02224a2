"""Keeping order: each act asks for a reason first."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums.actions.thread import hide_post, lock_thread
from forums.forms import ReasonForm
from forums.models import ForumPage
from forums.permissions import may_moderate
from forums.views.access import readable_post, readable_thread
from people.requests import SignedInRequest


def _require_moderator(request: HttpRequest, forum: ForumPage) -> None:
    """Answer 404 to those who do not moderate the forum: they need not know of this page."""
    if not may_moderate(request.user, forum):
        raise Http404


@require_http_methods(["GET", "POST"])
@login_required
def lock(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Lock a thread, or unlock a locked one."""
    thread = readable_thread(request, thread_id)
    _require_moderator(request, thread.forum)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lock_thread(thread=thread, locked=not thread.is_locked, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The thread is locked.") if thread.is_locked else _("The thread is open again."))
        return redirect("forums:thread", thread.public_id)
    context = {
        "form": form,
        "back": reverse("forums:thread", args=[thread.public_id]),
        "heading": _("Unlock this thread") if thread.is_locked else _("Lock this thread"),
        "subject": thread.title,
    }
    return render(request, "forums/reason.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def hide(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Hide a post, or show a hidden one again."""
    post = readable_post(request, post_id)
    _require_moderator(request, post.thread.forum)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hide_post(post=post, hidden=not post.is_hidden, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The post is hidden.") if post.is_hidden else _("The post is shown again."))
        return redirect("forums:post", post.public_id)
    context = {
        "form": form,
        "back": reverse("forums:post", args=[post.public_id]),
        "heading": _("Show this post again") if post.is_hidden else _("Hide this post"),
        "subject": post.body,
    }
    return render(request, "forums/reason.html", context, status=400 if form.errors else 200)
