"""Editing posts: every version is kept."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.actions.moderation.gate import look_over_edit
from forums.actions.moderation.record import record
from forums.actions.parts.gathering import gather, keep_parts
from forums.actions.post import clean_body, nothing_said
from forums.models import ForumPage, ModerationAct, Post, PostRevision
from forums.permissions import Standing, standing_of
from forums.writing.rendering import RENDERER_VERSION, says_something
from people.models import User
from schoolhouse.refusals import Refusal

REASON_LENGTH = 250


def edit_post(*, post: Post, body: str, version: int, by: User, reason: str = "") -> Post:
    """Give a post another text. Its words in search, its HTML and its history follow in the same transaction.

    ``version`` is the one that the editor saw: when somebody has changed the post since, nothing is overwritten. The
    same text sent twice is one edit. Raises ``Refusal`` for that (code ``changed``), when ``by`` may not edit it (any
    more), when a moderator who edits another's post gives no reason, and for a body that is empty, too long or says
    what is not said here.
    """
    standing = standing_of(by, post.thread.forum)
    require_editing(post, standing, by)
    body = look_over_edit(post.thread.forum, standing, clean_body(body))
    reason = " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH]
    if by.pk != post.author_id and not reason:
        raise Refusal(_("Please give a reason: it is kept in the log."), code="empty", status=400)
    if not says_something(gather(body, post.thread.forum, by=by, post=post).html):
        raise nothing_said()
    with transaction.atomic():
        stored = Post.objects.select_for_update(of=("self",)).select_related("thread__forum", "author").get(pk=post.pk)
        if stored.body == body:
            return stored
        if stored.version != version:
            raise Refusal(_("This post has been changed since you opened it."), code="changed")
        rewrite(stored, body, by=by, reason=reason)
        if by.pk != stored.author_id:
            record(
                ModerationAct.EDIT, forum=stored.thread.forum, thread=stored.thread, post=stored, reason=reason, by=by,
                concerns=[stored.author_id], details={"version": stored.version},
            )  # fmt: skip
    return stored


def rewrite(post: Post, body: str, *, by: User, reason: str = "") -> None:
    """Write another text of a locked ``post`` and append it to the history; with the first also what was sent.

    Whether it may be said is asked before.
    """
    if post.version == 1:
        PostRevision.objects.create(post=post, number=1, body=post.body, by=post.author, at=post.created_at)
    post.version, post.edited_at = post.version + 1, timezone.now()
    PostRevision.objects.create(
        post=post, number=post.version, body=body, by=by, at=post.edited_at, reason="" if by == post.author else reason
    )
    forum = post.thread.forum
    gathered = gather(body, forum, by=by, post=post)
    post.body, post.body_html, post.renderer_version = body, gathered.html, RENDERER_VERSION
    post.save(update_fields=["body", "body_html", "renderer_version", "version", "edited_at"])
    keep_parts(post, forum, gathered)


def require_editing(post: Post, standing: Standing, by: User) -> None:
    """Raise ``Refusal`` with the reason why ``by`` may not edit ``post``, if there is one; moderators always may."""
    if standing.moderates:
        return
    if by.pk != post.author_id or not standing.posts or post.is_hidden:
        raise Refusal(_("You cannot edit this post."), code="forbidden", status=403)
    if post.thread.is_locked:
        raise Refusal(_("This thread is locked; it can be read, not answered."), code="locked")
    if not is_in_time(post.thread.forum, post.created_at):
        raise Refusal(_("The time to edit this post is over. Write another one, or ask a moderator."), code="too_late")


def is_in_time(forum: ForumPage, created_at: datetime.datetime) -> bool:
    """Say whether the author of a post that was sent at ``created_at`` may still edit it, as ``forum`` has it."""
    if forum.edit_minutes is None:
        return True
    return timezone.now() <= created_at + datetime.timedelta(minutes=forum.edit_minutes)
