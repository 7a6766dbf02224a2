"""Thanking for a post, and choosing the answer that helped most."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.events import answer_chosen
from forums.models import Post, PostThanks, Thread
from forums.permissions import standing_of
from forums.queries.thread import must_answer_first
from people.models import User
from schoolhouse.refusals import Refusal


def thank(*, post: Post, wanted: bool, by: User) -> int:
    """Thank for a post, or take that back; return how many thank for it now. Done twice it is done once.

    Raises ``Refusal`` for one's own post, a hidden one, and whoever may not post there or owes an answer first.
    """
    standing = standing_of(by, post.thread.forum)
    if not standing.posts or post.is_hidden or must_answer_first(post.thread, by, standing):
        raise Refusal(_("You cannot thank for this post."), code="forbidden", status=403)
    if post.author_id == by.pk:
        raise Refusal(_("Thanks are for what others wrote."), code="own", status=400)
    with transaction.atomic():
        # Whoever thanks for one post waits here; the database counts.
        stored = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
        if wanted:
            _row, changed = PostThanks.objects.get_or_create(post=stored, by=by)
        else:
            changed = bool(PostThanks.objects.filter(post=stored, by=by).delete()[0])
    return stored.thanks_count + (changed and (1 if wanted else -1))


def choose_answer(*, post: Post, wanted: bool, by: User) -> Thread:
    """Choose ``post`` as the best answer of its thread, in place of another, or take that back.

    Raises ``Refusal`` for whoever neither opened the thread nor keeps order there, for a hidden post, and for the
    question itself: the first post of a thread that somebody opened.
    """
    thread = post.thread
    if not may_choose(thread, by):
        raise Refusal(_("Only who opened the thread or keeps order may choose."), code="forbidden", status=403)
    if wanted and post.is_hidden:
        raise Refusal(_("A hidden post cannot be chosen."), code="unseen", status=400)
    if wanted and post.number == 1 and thread.author_id is not None:
        raise Refusal(_("The question is not its answer."), code="question", status=400)
    with transaction.atomic():
        stored = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
        is_new = wanted and stored.best_answer_id != post.pk
        if wanted:
            stored.best_answer, stored.best_answer_at = post, timezone.now() if is_new else stored.best_answer_at
        elif stored.best_answer_id == post.pk:
            stored.best_answer = stored.best_answer_at = None
        stored.save(update_fields=["best_answer", "best_answer_at"])
        if is_new:
            _announce(post, by)
    return stored


def may_choose(thread: Thread, by: User) -> bool:
    """Say whether ``by`` chooses the best answer of ``thread``."""
    standing = standing_of(by, thread.forum)
    return standing.moderates or (standing.posts and thread.author_id == by.pk)


def _announce(post: Post, by: User) -> None:
    """Send ``answer_chosen`` in the same transaction."""
    forum = post.thread.forum
    organization = forum.organization
    data = {
        "post": post.public_id,
        "thread": post.thread.public_id,
        "forum": forum.public_id,
        "author": None if post.is_anonymous else post.author.public_id,
        "by": by.public_id,
    }
    answer_chosen.send(data=data, organization=organization.public_id if organization else None)
