"""Finding a forum, thread or post for the person who asks; what they may not read does not exist for them."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from forums.models import ForumPage, Post, Thread
from forums.permissions import Standing, standing_of
from forums.queries.moves import key_after_merging
from forums.queries.reading import thread_at
from forums.queries.thread import must_answer_first
from people.requests import SignedInRequest


def readable_forum(request: SignedInRequest, public_id: uuid.UUID) -> ForumPage:
    """Return the live forum, or answer 404."""
    forum = get_object_or_404(ForumPage.objects.live(), public_id=public_id)
    _require(standing_of(request.user, forum).reads)
    return forum


def readable_thread(request: SignedInRequest, public_id: uuid.UUID) -> tuple[Thread, Standing]:
    """Return the thread, with its forum and prompt, and what the reader may do there; or answer 404.

    For the old address of a thread that was merged, that is the thread in which its posts stand now.
    """
    thread = thread_at.known(public_id=public_id)
    if thread is None and (key := key_after_merging(public_id)) is not None:
        thread = thread_at.known(public_id=key)
    if thread is None:
        raise Http404
    thread.forum.names_hosts = thread.names_hosts  # type: ignore[attr-defined]  # an annotation
    standing = standing_of(request.user, thread.forum)
    _require(standing.reads)
    return thread, standing


def readable_post(request: SignedInRequest, public_id: uuid.UUID) -> tuple[Post, Standing]:
    """Return the post, with its thread, and what the reader may do there; or answer 404."""
    posts = Post.objects.select_related("thread__forum", "thread__prompt", "author")
    post = get_object_or_404(posts, public_id=public_id)
    standing = standing_of(request.user, post.thread.forum)
    _require(standing.reads and not must_answer_first(post.thread, request.user, standing))
    return post, standing


def moderated_forum(request: SignedInRequest, public_id: uuid.UUID) -> ForumPage:
    """Return the forum, published or not, to those who keep order there; others need not know of the page: 404."""
    forum = get_object_or_404(ForumPage, public_id=public_id)
    _require(standing_of(request.user, forum).moderates)
    return forum


def moderated_thread(request: SignedInRequest, public_id: uuid.UUID) -> Thread:
    """Return the thread to those who keep order there; others need not know of the page: 404."""
    thread, standing = readable_thread(request, public_id)
    _require(standing.moderates)
    return thread


def moderated_post(request: SignedInRequest, public_id: uuid.UUID) -> Post:
    """Return the post to those who keep order there; others need not know of the page: 404."""
    post, standing = readable_post(request, public_id)
    _require(standing.moderates)
    return post


def _require(allowed: bool) -> None:
    if not allowed:
        raise Http404
