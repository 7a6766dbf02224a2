"""Voting, and what a poll shows."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums.actions.parts.polls import vote
from forums.models import Poll
from forums.queries.parts.polls import PollSeen, polls_in
from forums.queries.thread import Face
from forums.views.access import readable_post
from foundation.fragments import kept_text
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_POST
@login_required
def send_vote(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Vote in the poll of a post; the form says all that is chosen, so that sent twice it is done once."""
    post, _standing = readable_post(request, post_id)
    poll = Poll.objects.select_related("post__thread__forum", "post__thread__prompt").filter(post=post).first()
    if poll is None:
        raise Http404
    sent = request.POST.getlist(f"choice-{post.public_id}")
    try:
        vote(poll=poll, numbers=[int(one) if one.isascii() and one.isdigit() else 0 for one in sent], by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your vote counts. You may change it until the poll closes."))
    return redirect("forums:post", post.public_id)


def poll_marks(thread: int, reader: int, faces: list[Face], context: Mapping[str, Any]) -> dict[str, str]:
    """Return each poll of a window as ``reader`` sees it. One query, and only where there is a poll.

    ``context`` says of the thread what a poll shows besides: ``can_vote`` and ``zone``.
    """
    asking = {face.pk: face for face in faces if face.has_poll and not face.is_hidden}
    if not asking:
        return {}
    found = polls_in(thread, reader, first=faces[0].number, last=faces[-1].number)
    return {str(key): _text(asking[key], poll, context) for key, poll in found.items() if key in asking}


def _text(face: Face, poll: PollSeen, context: Mapping[str, Any]) -> str:
    return kept_text(
        (face.pk, poll, str(context["zone"]), context["can_vote"]),
        "forums/parts/_poll.html",
        lambda: {**context, "poll": poll, "public_id": face.key},
    )
