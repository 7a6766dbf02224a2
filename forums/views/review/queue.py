"""A moderator's evening on one screen: what is held, reported, with its author, and new."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forums.actions.moderation.held import decide_held, return_post
from forums.actions.moderation.reports import decide_case
from forums.actions.thread import hide_post
from forums.models import Post
from forums.permissions import keeps_some_order
from forums.queries.review import (
    SHELVES,
    cases_open_to,
    held_open_to,
    hidden_posts_kept_by,
    posts_kept_by,
    shelf,
    waiting_for_moderator,
)
from forums.views.review.forms import VerdictForm
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

LABELS = {
    "held": pgettext_lazy("shelf", "Held"),
    "reported": pgettext_lazy("shelf", "Reported"),
    "returned": pgettext_lazy("shelf", "With their authors"),
    "newest": pgettext_lazy("shelf", "Newest"),
    "hidden": pgettext_lazy("shelf", "Hidden"),
}


@require_safe
@login_required
@never_cache
def show(request: SignedInRequest) -> HttpResponse:
    """Show one shelf of what waits over all forums in which the reader keeps order."""
    if not keeps_some_order(request.user):
        raise Http404
    waiting = waiting_for_moderator(request.user)
    first = "reported" if waiting.reported and not waiting.held else "held" if waiting.held else "newest"
    name = request.GET.get("show", "")
    name = name if name in SHELVES else first
    context = {
        "shelves": [(key, LABELS[key], getattr(waiting, key, None)) for key in SHELVES],
        "shelf": name,
        "page": shelf(request.user, name, _beyond(request)),
        "waiting": waiting.total,
    }
    return render(request, "forums/review/queue.html", context)


def _show_again(post: Post, verdict: str, reason: str, by: User) -> None:
    if verdict != "show":
        raise Refusal(_("You cannot do this here."), code="verdict", status=400)
    hide_post(post=post, hidden=False, reason=reason, by=by)


def _decide_post(post: Post, verdict: str, reason: str, by: User) -> None:
    if verdict == "return":
        return_post(post=post, reason=reason, by=by)
    elif verdict == "hide":
        hide_post(post=post, hidden=True, reason=reason, by=by)
    else:
        raise Refusal(_("You cannot do this here."), code="verdict", status=400)


FOUND_BY: dict[str, Callable[[User], QuerySet[Any]]] = {
    "case": cases_open_to,
    "held": held_open_to,
    "post": lambda user: posts_kept_by(user).select_related("thread__forum"),
    "hidden": lambda user: hidden_posts_kept_by(user).select_related("thread__forum"),
}
ACTS: dict[str, Callable[[Any, str, str, User], object]] = {
    "case": lambda case, verdict, reason, by: decide_case(case=case, verdict=verdict, reason=reason, by=by),
    "held": lambda held, verdict, reason, by: decide_held(held=held, verdict=verdict, reason=reason, by=by),
    "post": _decide_post,
    "hidden": _show_again,
}


@require_POST
@login_required
def decide(request: SignedInRequest, kind: str, key: uuid.UUID) -> HttpResponse:
    """Decide about one thing that waits, and go on with the next."""
    if kind not in FOUND_BY:
        raise Http404
    subject, form = get_object_or_404(FOUND_BY[kind](request.user), public_id=key), VerdictForm(request.POST)
    if form.is_valid():
        try:
            ACTS[kind](subject, form.cleaned_data["verdict"], form.cleaned_data["reason"], request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done, and written into the log."))
    else:
        messages.error(request, _("Please give a reason of up to 250 characters."))
    name = request.POST.get("show", "")
    back = reverse("forums:review")
    return redirect(f"{back}?show={name}#queue" if name in SHELVES else back)


def _beyond(request: HttpRequest) -> int | None:
    asked: Any = request.GET.get("beyond", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
