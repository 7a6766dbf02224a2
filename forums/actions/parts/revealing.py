"""Asking who wrote an anonymous post."""

from django.db import transaction
from django.utils.translation import gettext as _

from forums.actions.moderation.record import checked_reason, record
from forums.models import ModerationAct, Post
from people.models import User
from schoolhouse.refusals import Refusal


def reveal_author(*, post: Post, reason: str, by: User) -> User:
    """Return who wrote an anonymous post, to somebody who keeps order there; logged with its reason, each time.

    The author is told that it was asked and why, as of every other act.

    Raises ``Refusal`` when ``by`` does not moderate the forum, gives no reason, or the post bears its author's name.
    """
    forum = post.thread.forum
    reason = checked_reason(reason, forum, by=by)
    if not post.is_anonymous:
        raise Refusal(_("This post bears its author’s name."), code="named", status=400)
    with transaction.atomic():
        told = [post.author_id]
        record(ModerationAct.REVEAL, forum=forum, thread=post.thread, post=post, reason=reason, by=by, concerns=told)
    return post.author
