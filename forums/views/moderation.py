"""Keeping order: each act asks for a reason first. The form says what is wanted, so that sending it twice is once."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums.actions.thread import hide_post, lock_thread
from forums.forms import ReasonForm
from forums.views.access import moderated_post, moderated_thread
from people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lock(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Lock a thread, or unlock a locked one."""
    thread = moderated_thread(request, thread_id)
    form = ReasonForm(
        request.POST if request.method == "POST" else None, initial={"wanted": "off" if thread.is_locked else "on"}
    )
    if request.method == "POST" and form.is_valid():
        locked = form.cleaned_data["wanted"] == "on"
        lock_thread(thread=thread, locked=locked, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The thread is locked.") if locked else _("The thread is open again."))
        return redirect("forums:thread", thread.public_id)
    context = {
        "form": form,
        "back": reverse("forums:thread", args=[thread.public_id]),
        "heading": _("Unlock this thread") if form["wanted"].value() == "off" else _("Lock this thread"),
        "subject": thread.title,
    }
    return render(request, "forums/reason.html", context, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hide(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Hide a post, or show a hidden one again."""
    post = moderated_post(request, post_id)
    form = ReasonForm(
        request.POST if request.method == "POST" else None, initial={"wanted": "off" if post.is_hidden else "on"}
    )
    if request.method == "POST" and form.is_valid():
        hidden = form.cleaned_data["wanted"] == "on"
        hide_post(post=post, hidden=hidden, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The post is hidden.") if hidden else _("The post is shown again."))
        return redirect("forums:post", post.public_id)
    context = {
        "form": form,
        "back": reverse("forums:post", args=[post.public_id]),
        "heading": _("Show this post again") if form["wanted"].value() == "off" else _("Hide this post"),
        "subject": post.body,
    }
    return render(request, "forums/reason.html", context, status=400 if request.method == "POST" else 200)
