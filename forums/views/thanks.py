"""Thanking for a post, and choosing the best answer. The form says what is wanted: sent twice it is done once."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forums.actions.thanks import choose_answer, thank
from forums.views.access import readable_post
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_POST
@login_required
def give(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Thank for a post (``wanted`` is ``on``), or take that back (``off``)."""
    return _done(request, post_id, thank)


@require_POST
@login_required
def choose(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Choose a post as the best answer of its thread (``wanted`` is ``on``), or take that back (``off``)."""
    return _done(request, post_id, choose_answer)


def _done(request: SignedInRequest, post_id: uuid.UUID, act: Callable[..., Any]) -> HttpResponse:
    post, _standing = readable_post(request, post_id)
    try:
        act(post=post, wanted=request.POST.get("wanted") == "on", by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("forums:post", post.public_id)
