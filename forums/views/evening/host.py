"""The page from which a host runs the evening."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forums.actions.evening.names import allow_anonymous
from forums.evening.permissions import hosts_cheaply
from forums.models import ForumPage
from forums.permissions import keeps_order_in_class, may_host
from forums.queries.evening.question_box import carried_to, questions_for_evening
from forums.queries.evening.settled import is_settled
from forums.queries.review import cases_open_to
from forums.views.access import readable_forum
from forums.views.page import crumbs, zone_of
from foundation.fragments import kept_text
from people.models import User
from people.requests import SignedInRequest


@never_cache
@require_safe
@login_required
def evening(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Show a host what the evening needs: questions to carry over, who spoke, the outcome, what is reported."""
    forum = hosted_forum(request, forum_id)
    training_class = forum.training_class
    context = {
        "forum": forum,
        "zone": zone_of(forum),
        "crumbs": crumbs(forum, request, forum),
        "waiting": questions_for_evening(forum).count(),
        "carried": list(carried_to(forum)),
        "settled": is_settled(forum),
        "board_of": training_class
        if training_class is not None and keeps_order_in_class(request.user, training_class)
        else None,
        "flagged": cases_open_to(request.user).filter(post__thread__forum=forum).count(),
    }
    return render(request, "forums/evening/host.html", context)


@require_POST
@login_required
def names(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Let learners post without their names, or no longer, as ``allowed`` says."""
    forum, allowed = hosted_forum(request, forum_id), request.POST.get("allowed") == "on"
    allow_anonymous(forum=forum, allowed=allowed, by=request.user)
    on, off = _("Learners may post without their names from now on."), _("Posts bear their authors’ names from now on.")
    messages.success(request, on if allowed else off)
    return redirect("forums:evening", forum.public_id)


def hosted_forum(request: SignedInRequest, forum_id: uuid.UUID) -> ForumPage:
    """Return the forum to those who host it; others need not know of the page: 404."""
    forum = readable_forum(request, forum_id)
    if not may_host(request.user, forum):
        raise Http404
    return forum


def host_mark(forum: ForumPage, user: User | AnonymousUser) -> str:
    """Return the way to the host's page, on the forum's own; it costs learners no query."""
    if not isinstance(user, User) or not hosts_cheaply(user, forum):
        return ""
    return kept_text(forum.public_id, "forums/evening/_host_link.html", lambda: {"forum": forum})
