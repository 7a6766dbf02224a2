"""Writing posts."""

import datetime
import uuid
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.actions.draft import draft_key, forget_draft
from forums.actions.moderation.gate import WaitsForReview, hold_post, look_over
from forums.actions.parts.gathering import gather, keep_parts
from forums.actions.parts.polls import PollAsked, open_poll
from forums.actions.reading import pass_own_post
from forums.events import post_published
from forums.models import ForumPage, Post, Thread
from forums.models.thread import BODY_LENGTH
from forums.permissions import Standing, may_hide_name, standing_of
from forums.queries.thread import must_answer_first
from forums.writing.rendering import RENDERER_VERSION, says_something
from foundation.prepared import prepared
from people.models import User
from schoolhouse.refusals import Refusal

__all__ = ["BODY_LENGTH", "clean_body", "reply"]


def clean_body(body: str) -> str:
    """Return ``body`` fit to store. Raises ``Refusal`` when it is empty or longer than ``BODY_LENGTH``."""
    body = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not body:
        raise nothing_said()
    if len(body) > BODY_LENGTH:
        raise Refusal(
            _("A post may have at most %(limit)d characters; this one has %(length)d.")
            % {"limit": BODY_LENGTH, "length": len(body)},
            code="too_long",
            status=400,
        )
    return body


def nothing_said() -> Refusal:
    """The refusal of a post that shows a reader nothing."""
    return Refusal(_("Please write something first."), code="empty", status=400)


def reply(
    *,
    thread: Thread,
    body: str,
    client_key: uuid.UUID,
    by: User,
    reply_to: Post | None = None,
    draft: int = 0,
    is_anonymous: bool = False,
) -> Post:
    """Post in a thread; sending the same ``client_key`` twice makes one post.

    ``draft`` is the version of the draft that is sent, which goes with it; one changed since on another device stays.
    ``is_anonymous`` leaves the name away for peers, where the forum allows it.
    Raises ``Refusal`` when ``by`` may not post there, the thread is locked, the forum has not opened, ``reply_to``
    stands elsewhere, is hidden or waits for one's own answer, the body is empty, too long or says what is not said
    here, or something else was sent with this ``client_key`` before; ``WaitsForReview`` when it is kept for a moderator
    to read first.
    """
    body = clean_body(body)
    standing = require_posting(thread.forum, by, is_anonymous=is_anonymous)
    looked = look_over(thread.forum, by, standing, body)
    body = looked.body
    if looked.why and not thread.is_locked:
        if (sent := sent_before(by, client_key, body, thread=thread)) is not None:
            return sent
        _check_target(reply_to, thread, by, standing)
        waiting = {"thread": thread, "reply_to": reply_to, "is_anonymous": is_anonymous}
        _hold(body, client_key, looked.why, by, draft, waiting)
    try:
        with transaction.atomic():
            # The lock hands out post numbers without gaps and lets a repeated request find the first one's post.
            locked = thread_to_write.first(key=thread.pk)
            if locked is None:
                raise Refusal(_("This thread was merged into another one meanwhile."), code="gone")
            if (sent := sent_before(by, client_key, body, thread=thread)) is not None:
                return sent
            if locked.is_locked:
                raise Refusal(_("This thread is locked; it can be read, not answered."), code="locked")
            _check_target(reply_to, thread, by, standing)
            if draft:
                forget_draft(key=draft_key(thread, reply_to), version=draft, by=by)
            return write_post(
                thread=locked,
                forum=thread.forum,
                body=body,
                client_key=client_key,
                reply_to=reply_to,
                by=by,
                is_anonymous=is_anonymous,
            )
    except IntegrityError:
        # The same key was sent to another thread in the same moment.
        if (sent := sent_before(by, client_key, body, thread=thread)) is None:
            raise
        return sent


def _hold(body: str, client_key: uuid.UUID, why: str, by: User, draft: int, waiting: dict[str, Any]) -> NoReturn:
    """Keep a reply for a moderator in place of its draft, and say so."""
    thread = waiting["thread"]
    with transaction.atomic():
        waits = hold_post(forum=thread.forum, body=body, client_key=client_key, why=why, by=by, **waiting)
        if draft:
            forget_draft(key=draft_key(thread, waiting["reply_to"]), version=draft, by=by)
    raise WaitsForReview(waits)


def require_posting(forum: ForumPage, by: User, *, is_anonymous: bool = False) -> Standing:
    """Return what ``by`` may do in ``forum``; raises ``Refusal`` when posting (so) is not part of it or not yet."""
    standing = standing_of(by, forum)
    if not standing.posts:
        raise Refusal(_("You cannot post in this forum."), code="forbidden", status=403)
    if not forum.has_opened:
        raise Refusal(_("This forum has not opened yet."), code="not_open")
    if forum.refuses_late and not standing.moderates:
        raise Refusal(_("This forum has closed; it can be read, and nothing more is written."), code="closed")
    if is_anonymous and not may_hide_name(forum, standing):
        raise Refusal(_("Here posts bear their authors’ names."), code="named", status=400)
    return standing


def sent_before(by: User, client_key: uuid.UUID, body: str, *, thread: Thread | None = None) -> Post | None:
    """Return the post that ``by`` sent with ``client_key``, in ``thread`` if one is named.

    Raises ``Refusal`` when that was something else: a form taken up again after it was sent must not be lost silently.
    """
    post = sent_with.first(author=by.pk, client_key=client_key)
    if post is None:
        return None
    if post.body != body or (thread is not None and post.thread_id != thread.pk):
        raise Refusal(
            _("Something else was already posted from this form. Nothing is lost: please send it once more."),
            code="sent_before",
        )
    return post


@prepared
def sent_with(author: int, client_key: uuid.UUID) -> QuerySet[Post]:
    """The post that an author sent with this key, with its thread."""
    return Post.objects.filter(author_id=author, client_key=client_key).select_related("thread")[:1]


@prepared
def thread_to_write(key: int) -> QuerySet[Thread]:
    """A thread, locked until the end of the transaction; to be asked within one."""
    return Thread.objects.select_for_update(no_key=True).filter(pk=key)


def _check_target(reply_to: Post | None, thread: Thread, by: User, standing: Standing) -> None:
    if reply_to is None:
        return
    if reply_to.thread_id != thread.pk:
        raise Refusal(_("That post belongs to another thread."), code="elsewhere", status=400)
    if reply_to.is_hidden or must_answer_first(thread, by, standing):
        raise Refusal(_("That post cannot be answered."), code="unseen", status=400)


def write_post(
    *,
    thread: Thread,
    forum: ForumPage,
    body: str,
    client_key: uuid.UUID,
    reply_to: Post | None,
    by: User,
    written_at: datetime.datetime | None = None,
    is_anonymous: bool = False,
    poll: PollAsked | None = None,
) -> Post:
    """Append a checked post to a locked ``thread``, whose counters the database moves, and send ``post_published``.

    One that waited for a moderator was written at ``written_at``: that says whether it is late.
    """
    gathered = gather(body, forum, by=by, is_anonymous=is_anonymous)
    if not says_something(gathered.html):
        raise nothing_said()
    now = timezone.now()
    post = Post.objects.create(
        thread=thread,
        number=thread.last_number + 1,
        author=by,
        reply_to=reply_to,
        body=body,
        body_html=gathered.html,
        renderer_version=RENDERER_VERSION,
        client_key=client_key,
        created_at=now,
        is_anonymous=is_anonymous,
        has_poll=poll is not None,
        is_late=bool(forum.closes_at and (written_at or now) > forum.closes_at),
    )
    keep_parts(post, forum, gathered)
    if poll is not None:
        open_poll(post=post, asked=poll)
    pass_own_post(thread=thread, number=post.number, by=by)
    _announce(post, thread, forum, by)
    return post


def _announce(post: Post, thread: Thread, forum: ForumPage, by: User) -> None:
    """Send ``post_published`` in the same transaction."""
    training_class, organization = forum.training_class, forum.organization
    post_published.send(
        data={
            "post": str(post.public_id),
            "thread": str(thread.public_id),
            "forum": str(forum.public_id),
            "author": None if post.is_anonymous else str(by.public_id),
            "training_class": str(training_class.public_id) if training_class else None,
            "is_reply": post.reply_to is not None and post.reply_to.author_id != by.pk,
            "is_late": post.is_late,
            "posted_at": post.created_at.isoformat(),
        },
        organization=organization.public_id if organization else None,
    )
