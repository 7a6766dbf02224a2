"""Opening, pinning and locking threads."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from forums.actions.draft import draft_key, forget_draft
from forums.actions.moderation.gate import WaitsForReview, hold_post, look_over
from forums.actions.moderation.record import checked_reason, record
from forums.actions.moderation.threads import clean_title
from forums.actions.parts.polls import PollAsked, clean_poll
from forums.actions.post import clean_body, require_posting, sent_before, write_post
from forums.actions.search import file_posts, file_threads
from forums.models import ForumPage, ForumPrompt, ModerationAct, Post, Thread
from people.models import User


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
        orphans.filter(posts=None, moderation_entries=None, held_posts=None).delete()
        orphans.filter(is_pinned=True).update(is_pinned=False)
        file_threads(Thread.objects.filter(forum_id=forum.pk).exclude(prompt_key=None))
    return opened


def _open_prompt_thread(forum: ForumPage, prompt: ForumPrompt, by: User | None) -> Thread:
    return Thread.objects.create(
        forum=forum, prompt=prompt, prompt_key=prompt.public_id, title=prompt.title, author=by, is_pinned=True
    )


def start_thread(
    *,
    forum: ForumPage,
    title: str,
    body: str,
    client_key: uuid.UUID,
    by: User,
    draft: int = 0,
    is_anonymous: bool = False,
    poll: PollAsked | None = None,
) -> Post:
    """Open a thread with its first post; sending the same ``client_key`` twice opens one.

    ``draft`` is the version of the draft that is sent, which goes with it. ``is_anonymous`` leaves the name away for
    peers, where the forum allows it. ``poll`` is asked in the first post.

    Raises ``Refusal`` when ``by`` may not post there, the forum has not opened, the title or body is empty or too long,
    or something else was sent with this ``client_key`` before; ``WaitsForReview`` when it is kept for a moderator to
    read first.
    """
    title = clean_title(title)
    body = clean_body(body)
    standing = require_posting(forum, by, is_anonymous=is_anonymous)
    looked = look_over(forum, by, standing, body, title)
    title, body, why = looked.title, looked.body, looked.why
    if poll is not None:
        asked = look_over(forum, by, standing, clean_poll(poll).words)
        poll, why = clean_poll(poll).with_words(asked.body), why or asked.why
    if (before := sent_before(by, client_key, body)) is not None:
        return before
    sent: dict[str, Any] = {"body": body, "client_key": client_key, "by": by, "is_anonymous": is_anonymous}
    if why:
        with transaction.atomic():
            waits = hold_post(forum=forum, title=title, why=why, poll=poll.as_json() if poll else None, **sent)
            if draft:
                forget_draft(key=draft_key(forum), version=draft, by=by)
        raise WaitsForReview(waits)
    try:
        with transaction.atomic():
            thread = Thread.objects.create(forum=forum, title=title, author=by, is_anonymous=is_anonymous)
            if draft:
                forget_draft(key=draft_key(forum), version=draft, by=by)
            return write_post(thread=thread, forum=forum, reply_to=None, poll=poll, **sent)
    except IntegrityError:
        # Its double was faster: the key of a post is unique, so this thread was rolled back with its post.
        if (before := sent_before(by, client_key, body)) is None:
            raise
        return before


def lock_thread(*, thread: Thread, locked: bool, reason: str, by: User) -> Thread:
    """Lock or unlock a thread: a locked one can be read, not answered. Logged with its reason, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    reason = checked_reason(reason, thread.forum, by=by)
    with transaction.atomic():
        if Thread.objects.filter(pk=thread.pk, is_locked=not locked).update(is_locked=locked):
            act = ModerationAct.LOCK if locked else ModerationAct.UNLOCK
            record(act, forum=thread.forum, thread=thread, reason=reason, by=by, concerns=[thread.author_id])
    thread.is_locked = locked
    return thread


def hide_post(*, post: Post, hidden: bool, reason: str, by: User) -> Post:
    """Hide a post or show it again; its words stay stored. Logged with its reason, if it changes.

    Raises ``Refusal`` when ``by`` does not moderate the forum or gives no reason.
    """
    forum = post.thread.forum
    reason = checked_reason(reason, forum, by=by)
    with transaction.atomic():
        if Post.objects.filter(pk=post.pk, is_hidden=not hidden).update(is_hidden=hidden):
            file_posts(Post.objects.filter(pk=post.pk))
            act = ModerationAct.HIDE if hidden else ModerationAct.SHOW
            record(act, forum=forum, thread=post.thread, post=post, reason=reason, by=by, concerns=[post.author_id])
    post.is_hidden = hidden
    return post
