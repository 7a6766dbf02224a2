"""The log of what moderators did, and what each person is told of it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums.queries.moderation import log_of, mark_seen, notices_for
from forums.views.access import moderated_forum
from forums.views.page import zone_of
from people.requests import SignedInRequest


@require_safe
@login_required
def show(request: SignedInRequest, forum_id: uuid.UUID) -> HttpResponse:
    """Show moderators what was done in a forum, by whom and why, the latest first."""
    forum = moderated_forum(request, forum_id)
    context = {"forum": forum, "zone": zone_of(forum), "page": log_of(forum, before=_before(request))}
    return render(request, "forums/order/log.html", context)


@require_safe
@login_required
@never_cache
def told(request: SignedInRequest) -> HttpResponse:
    """Show the reader which acts of moderators concern them, new ones marked this once."""
    page = notices_for(request.user, before=_before(request))
    if request.method == "GET" and getattr(request, "viewer", None) is None:
        mark_seen(page.rows)
    return render(request, "forums/order/told.html", {"page": page})


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
