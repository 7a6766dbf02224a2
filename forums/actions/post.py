"""Writing posts."""

import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.events import post_published
from forums.models import ForumPage, Post, Thread
from forums.permissions import may_post
from forums.queries.forum import training_class_of
from forums.rendering import RENDERER_VERSION, render_post
from people.models import User
from people.queries.ownership import organization_of
from schoolhouse.refusals import Refusal

BODY_LENGTH = 20_000
"""The most characters that one post may have."""


def clean_body(body: str) -> str:
    """Return ``body`` fit to store. Raises ``Refusal`` when it is empty or longer than ``BODY_LENGTH``."""
    body = body.replace("\x00", "").replace("\r\n", "\n").strip()
    if not body:
        raise Refusal(_("Please write something first."), code="empty", status=400)
    if len(body) > BODY_LENGTH:
        raise Refusal(
            _("A post may have at most %(limit)d characters; this one has %(length)d.")
            % {"limit": BODY_LENGTH, "length": len(body)},
            code="too_long",
            status=400,
        )
    return body


def reply(*, thread: Thread, body: str, client_key: uuid.UUID, by: User, reply_to: Post | None = None) -> Post:
    """Post in a thread; sending the same ``client_key`` twice makes one post.

    Raises ``Refusal`` when ``by`` may not post there, the thread is locked, the forum has not opened, ``reply_to``
    stands elsewhere, or the body is empty or too long.
    """
    body = clean_body(body)
    forum = thread.forum
    if not may_post(by, forum):
        raise Refusal(_("You cannot post in this forum."), code="forbidden", status=403)
    if reply_to is not None and reply_to.thread_id != thread.pk:
        raise Refusal(_("That post belongs to another thread."), code="elsewhere", status=400)
    with transaction.atomic():
        # The lock hands out post numbers without gaps and lets a repeated request find the first one's post.
        thread = Thread.objects.select_for_update().get(pk=thread.pk)
        sent = Post.objects.filter(author=by, client_key=client_key).first()
        if sent is not None:
            return sent
        if thread.is_locked:
            raise Refusal(_("This thread is locked; it can be read, not answered."), code="locked")
        return write_post(thread=thread, forum=forum, body=body, client_key=client_key, reply_to=reply_to, by=by)


def write_post(
    *, thread: Thread, forum: ForumPage, body: str, client_key: uuid.UUID, reply_to: Post | None, by: User
) -> Post:
    """Append a checked post to a locked ``thread``, move its counters and send ``post_published``."""
    now = timezone.now()
    if forum.opens_at and now < forum.opens_at:
        raise Refusal(_("This forum has not opened yet."), code="not_open")
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number + 1,
        author=by,
        reply_to=reply_to,
        body=body,
        body_html=render_post(body),
        renderer_version=RENDERER_VERSION,
        client_key=client_key,
        created_at=now,
        is_late=bool(forum.closes_at and now > forum.closes_at),
    )
    Thread.objects.filter(pk=thread.pk).update(
        post_count=F("post_count") + 1, last_number=post.number, last_post_at=now
    )
    _announce(post, thread, forum, by)
    return post


def _announce(post: Post, thread: Thread, forum: ForumPage, by: User) -> None:
    """Send ``post_published`` in the same transaction."""
    training_class = training_class_of(forum)
    organization = organization_of(forum)
    post_published.send(
        data={
            "post": str(post.public_id),
            "thread": str(thread.public_id),
            "forum": str(forum.public_id),
            "author": str(by.public_id),
            "training_class": str(training_class.public_id) if training_class else None,
            "is_reply": post.reply_to is not None and post.reply_to.author_id != by.pk,
            "is_late": post.is_late,
            "posted_at": post.created_at.isoformat(),
        },
        organization=organization.public_id if organization else None,
    )
