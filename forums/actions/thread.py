"""Opening, pinning and locking threads."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.post import clean_body, require_posting, sent_before, write_post
from forums.models import ForumPage, ForumPrompt, Post, Thread
from forums.permissions import may_moderate
from people.models import User
from schoolhouse.refusals import Refusal

TITLE_LENGTH = 200


def open_prompt_threads(*, forum: ForumPage, by: User | None) -> list[Thread]:
    """Open a pinned thread for each prompt of ``forum`` that has none, and give the others their prompt's title.

    The thread of a prompt that was taken out stays, unpinned, with what was said in it; one in which nobody has spoken
    goes. Called when a forum is published; calling it again changes nothing. Returns the threads that are new.
    """
    with transaction.atomic():
        # Two publications of one forum wait for each other here.
        ForumPage.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
        threads = {thread.prompt_key: thread for thread in forum.threads.exclude(prompt_key=None)}
        opened = []
        for prompt in ForumPrompt.objects.filter(forum_id=forum.pk):
            thread = threads.pop(prompt.public_id, None)
            if thread is None:
                opened.append(_open_prompt_thread(forum, prompt, by))
            elif thread.prompt_id != prompt.pk or thread.title != prompt.title:
                pinned = thread.is_pinned or thread.prompt_id is None
                Thread.objects.filter(pk=thread.pk).update(prompt=prompt, title=prompt.title, is_pinned=pinned)
        orphans = Thread.objects.filter(pk__in=[thread.pk for thread in threads.values()])
        orphans.filter(posts=None).delete()
        orphans.filter(is_pinned=True).update(is_pinned=False)
    return opened


def _open_prompt_thread(forum: ForumPage, prompt: ForumPrompt, by: User | None) -> Thread:
    return Thread.objects.create(
        forum=forum, prompt=prompt, prompt_key=prompt.public_id, title=prompt.title, author=by, is_pinned=True
    )


def start_thread(*, forum: ForumPage, title: str, body: str, client_key: uuid.UUID, by: User) -> Post:
    """Open a thread with its first post; sending the same ``client_key`` twice opens one.

    Raises ``Refusal`` when ``by`` may not post there, the forum has not opened, the title or body is empty or too long,
    or something else was sent with this ``client_key`` before.
    """
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise Refusal(_("Please give the thread a title."), code="empty", status=400)
    if len(title) > TITLE_LENGTH:
        raise Refusal(
            _("The title may have at most %(limit)d characters.") % {"limit": TITLE_LENGTH}, code="too_long", status=400
        )
    body = clean_body(body)
    require_posting(forum, by)
    if (sent := sent_before(by, client_key, body)) is not None:
        return sent
    try:
        with transaction.atomic():
            thread = Thread.objects.create(forum=forum, title=title, author=by)
            return write_post(thread=thread, forum=forum, body=body, client_key=client_key, reply_to=None, by=by)
    except IntegrityError:
        # Its double was faster: the key of a post is unique, so this thread was rolled back with its post.
        if (sent := sent_before(by, client_key, body)) is None:
            raise
        return sent


def lock_thread(*, thread: Thread, locked: bool, reason: str, by: User) -> Thread:
    """Lock or unlock a thread: a locked one can be read, not answered. Logged with its reason, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    reason = _checked_reason(thread.forum, by, reason)
    with transaction.atomic():
        if Thread.objects.filter(pk=thread.pk, is_locked=not locked).update(is_locked=locked):
            action = "forums.thread.lock" if locked else "forums.thread.unlock"
            log(thread.forum, action, user=by, data={"thread": str(thread.public_id), "reason": reason})
    thread.is_locked = locked
    return thread


def hide_post(*, post: Post, hidden: bool, reason: str, by: User) -> Post:
    """Hide a post or show it again; its words stay stored. Logged with its reason, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    forum = post.thread.forum
    reason = _checked_reason(forum, by, reason)
    with transaction.atomic():
        if Post.objects.filter(pk=post.pk, is_hidden=not hidden).update(is_hidden=hidden):
            action = "forums.post.hide" if hidden else "forums.post.show"
            log(forum, action, user=by, data={"post": str(post.public_id), "reason": reason})
    post.is_hidden = hidden
    return post


def _checked_reason(forum: ForumPage, by: User, reason: str) -> str:
    """Return ``reason`` trimmed. Refuse whoever does not moderate ``forum``, and whoever gives none."""
    if not may_moderate(by, forum):
        raise Refusal(_("Only a moderator of this forum may do this."), code="forbidden", status=403)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refusal(_("Please give a reason: it is kept in the log."), code="empty", status=400)
    return reason
