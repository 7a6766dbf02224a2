"""What a moderator may do with a thread: one page that names the acts, and a form with a reason for each."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from forums.actions.moderation.merging import merge_threads
from forums.actions.moderation.splitting import split_thread
from forums.actions.moderation.threads import move_thread, pin_thread, rename_thread
from forums.models import Thread
from forums.queries.moderation import forums_to_move_to
from forums.views.access import moderated_thread
from forums.views.order.forms import MergeForm, MoveForm, OrderForm, RenameForm, SplitForm
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Act:
    """One thing to do with a thread: how it is called, what it says when it is done, what is asked, and the action.

    ``run`` receives the thread, who asks and what the form gives, and returns the thread to go on with.
    """

    heading: str | Promise
    done: str | Promise
    form: type[OrderForm]
    run: Callable[[Thread, User, dict[str, Any]], Thread]


def _merge(thread: Thread, by: User, asked: dict[str, Any]) -> Thread:
    return merge_threads(source=thread, by=by, **asked)


ACTS = {
    "pin": Act(
        _("Pin this thread"), _("The thread stands first now."), OrderForm,
        lambda thread, by, asked: pin_thread(thread=thread, pinned=True, by=by, **asked),
    ),
    "unpin": Act(
        _("Pin this thread no longer"), _("The thread stands in its order again."), OrderForm,
        lambda thread, by, asked: pin_thread(thread=thread, pinned=False, by=by, **asked),
    ),
    "rename": Act(
        _("Rename this thread"), _("The thread has its new title."), RenameForm,
        lambda thread, by, asked: rename_thread(thread=thread, by=by, **asked),
    ),
    "move": Act(
        _("Move to another forum"), _("The thread was moved."), MoveForm,
        lambda thread, by, asked: move_thread(thread=thread, by=by, **asked),
    ),
    "merge": Act(_("Merge into another thread"), _("The threads are one now."), MergeForm, _merge),
    "split": Act(
        _("Give posts a thread of their own"), _("The posts stand in a thread of their own now."), SplitForm,
        lambda thread, by, asked: split_thread(thread=thread, by=by, **asked),
    ),
}  # fmt: skip


@require_safe
@login_required
def overview(request: SignedInRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Name what can be done with a thread."""
    thread = moderated_thread(request, thread_id)
    names = ["unpin" if thread.is_pinned else "pin", "split"]
    if thread.prompt_key is None:
        names[1:1] = ["rename", *(["move"] if forums_to_move_to(thread, request.user) else []), "merge"]
    context = {
        "thread": thread,
        "forum": thread.forum,
        "acts": [(reverse("forums:act", args=[thread.public_id, name]), ACTS[name].heading) for name in names],
    }
    return render(request, "forums/order/thread.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def act(request: SignedInRequest, thread_id: uuid.UUID, name: str) -> HttpResponse:
    """Ask for what an act needs and its reason; then do it."""
    thread, wanted = moderated_thread(request, thread_id), ACTS.get(name)
    if wanted is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    initial = {"numbers": request.GET.get("numbers", "")[:1000]}
    form, status = wanted.form(data, initial=initial, thread=thread, user=request.user), 200
    if data is not None:
        status = 400
        if form.is_valid():
            try:
                found = wanted.run(thread, request.user, form.asked())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, str(wanted.done))
                return redirect("forums:thread", found.public_id)
    context = {
        "form": form,
        "back": reverse("forums:order", args=[thread.public_id]),
        "heading": wanted.heading,
        "subject": thread.title,
    }
    return render(request, "forums/reason.html", context, status=status)
