"""Finding a class, forum or post for those who score there; for others it does not exist."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import TrainingClassPage
from forums.models import ForumPage, Post
from people.models import User
from people.views.current import oneself
from plugins.forum_scoring.permissions import may_read_score, may_score_in
from schoolhouse.activation import is_active

NAME = "forum_scoring"


def class_to_score(request: HttpRequest, public_id: uuid.UUID) -> tuple[TrainingClassPage, User]:
    """Return the class, and who asks, if they score posts there; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    user = oneself(request)
    _require(is_active(NAME, training_class) and may_score_in(user, training_class))
    return training_class, user


def forum_to_score(request: HttpRequest, public_id: uuid.UUID) -> tuple[ForumPage, TrainingClassPage, User]:
    """Return the forum, its class and who asks, if they score posts there; else answer 404."""
    forum = get_object_or_404(ForumPage.objects.live(), public_id=public_id)
    user, training_class = oneself(request), forum.training_class
    if training_class is None or not is_active(NAME, forum) or not may_score_in(user, training_class):
        raise Http404
    return forum, training_class, user


def post_of(request: HttpRequest, public_id: uuid.UUID) -> tuple[Post, TrainingClassPage, User]:
    """Return the post, its class and who asks, if they may read what it was given; else answer 404."""
    posts = Post.objects.select_related("thread__forum", "author", "reply_to__author")
    post = get_object_or_404(posts, public_id=public_id)
    user, forum = oneself(request), post.thread.forum
    training_class = forum.training_class
    if training_class is None or not forum.live or not is_active(NAME, forum):
        raise Http404
    _require(may_read_score(user, post, training_class))
    return post, training_class, user


def _require(allowed: bool) -> None:
    if not allowed:
        raise Http404
