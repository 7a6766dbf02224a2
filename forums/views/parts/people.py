"""Offering people to name while somebody types."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums.permissions import standing_of
from forums.queries.parts.people import offers_for
from forums.views.access import readable_forum
from forums.writing.names import LONGEST
from people.requests import SignedInRequest


@require_safe
@login_required
@never_cache
def offer(request: SignedInRequest, forum_id: uuid.UUID) -> JsonResponse:
    """Return people of a forum whose name has ``?q=`` in it, to those who may post there."""
    forum = readable_forum(request, forum_id)
    if not standing_of(request.user, forum).posts:
        raise Http404
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    return JsonResponse({"people": [offer._asdict() for offer in offers_for(forum, asked, by=request.user)]})
