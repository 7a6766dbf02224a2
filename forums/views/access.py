"""Finding a forum, thread or post for the person who asks; what they may not read does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from forums.models import ForumPage, Post, Thread
from forums.permissions import may_read


def readable_forum(request: HttpRequest, public_id: uuid.UUID) -> ForumPage:
    """Return the live forum, or answer 404."""
    forum = get_object_or_404(ForumPage.objects.live(), public_id=public_id)
    if not may_read(request.user, forum):
        raise Http404
    return forum


def readable_thread(request: HttpRequest, public_id: uuid.UUID) -> Thread:
    """Return the thread with its forum and prompt, or answer 404."""
    thread = get_object_or_404(Thread.objects.select_related("forum", "prompt", "author"), public_id=public_id)
    if not may_read(request.user, thread.forum):
        raise Http404
    return thread


def readable_post(request: HttpRequest, public_id: uuid.UUID) -> Post:
    """Return the post with its thread, or answer 404."""
    post = get_object_or_404(
        Post.objects.select_related("thread__forum", "thread__prompt", "author"), public_id=public_id
    )
    if not may_read(request.user, post.thread.forum):
        raise Http404
    return post
