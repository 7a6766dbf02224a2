"""Opening, pinning and locking threads."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions.post import clean_body, write_post
from forums.models import ForumPage, ForumPrompt, Post, Thread
from forums.permissions import may_moderate, may_post
from people.models import User
from schoolhouse.refusals import Refusal

TITLE_LENGTH = 200


def open_prompt_threads(*, forum: ForumPage, by: User | None) -> list[Thread]:
    """Open a pinned thread for each prompt of ``forum`` that has none, and give the others their prompt's title.

    Called when a forum is published; calling it again changes nothing.
    """
    opened = []
    with transaction.atomic():
        for prompt in ForumPrompt.objects.filter(forum_id=forum.pk).select_related("thread"):
            thread = getattr(prompt, "thread", None)
            if thread is None:
                opened.append(
                    Thread.objects.create(forum=forum, prompt=prompt, title=prompt.title, author=by, is_pinned=True)
                )
            elif thread.title != prompt.title:
                Thread.objects.filter(pk=thread.pk).update(title=prompt.title)
    return opened


def start_thread(*, forum: ForumPage, title: str, body: str, client_key: uuid.UUID, by: User) -> Post:
    """Open a thread with its first post; sending the same ``client_key`` twice opens one.

    Raises ``Refusal`` when ``by`` may not post there, or the title or body is empty or too long.
    """
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise Refusal(_("Please give the thread a title."), code="empty", status=400)
    if len(title) > TITLE_LENGTH:
        raise Refusal(_("The title may have at most %(limit)d characters.") % {"limit": TITLE_LENGTH}, status=400)
    body = clean_body(body)
    if not may_post(by, forum):
        raise Refusal(_("You cannot post in this forum."), code="forbidden", status=403)
    with transaction.atomic():
        # Two copies of one request wait for each other here; the second one finds the first one's post.
        ForumPage.objects.select_for_update().get(pk=forum.pk)
        sent = Post.objects.filter(author=by, client_key=client_key).select_related("thread").first()
        if sent is not None:
            return sent
        thread = Thread.objects.create(forum=forum, title=title, author=by)
        return write_post(thread=thread, forum=forum, body=body, client_key=client_key, reply_to=None, by=by)


def lock_thread(*, thread: Thread, locked: bool, reason: str, by: User) -> Thread:
    """Lock or unlock a thread: a locked one can be read, not answered. Logged with its reason.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    _require_moderator(thread.forum, by, reason)
    with transaction.atomic():
        thread.is_locked = locked
        thread.save(update_fields=["is_locked"])
        action = "forums.thread.lock" if locked else "forums.thread.unlock"
        log(thread.forum, action, user=by, data={"thread": str(thread.public_id), "reason": reason})
    return thread


def hide_post(*, post: Post, hidden: bool, reason: str, by: User) -> Post:
    """Hide a post or show it again; its words stay stored. Logged with its reason.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    _require_moderator(post.thread.forum, by, reason)
    with transaction.atomic():
        post.is_hidden = hidden
        post.save(update_fields=["is_hidden"])
        action = "forums.post.hide" if hidden else "forums.post.show"
        log(post.thread.forum, action, user=by, data={"post": str(post.public_id), "reason": reason})
    return post


def _require_moderator(forum: ForumPage, by: User, reason: str) -> None:
    """Refuse whoever does not moderate ``forum``, and whoever gives no reason."""
    if not may_moderate(by, forum):
        raise Refusal(_("Only a moderator of this forum may do this."), code="forbidden", status=403)
    if not reason.strip():
        raise Refusal(_("Please give a reason: it is shown to the one concerned."), code="empty", status=400)
