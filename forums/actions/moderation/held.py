"""Posts that only their author and moderators see: going back for revision, sent again, published or not."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.actions.editing import rewrite
from forums.actions.moderation.edges import HELD_EDGES, Attempt, take
from forums.actions.moderation.gate import look_over
from forums.actions.moderation.record import checked_reason, clean_reason, record
from forums.actions.moderation.threads import locked_threads
from forums.actions.parts.gathering import gather, keep_parts_held
from forums.actions.parts.polls import poll_from_json
from forums.actions.post import clean_body, write_post
from forums.actions.search import file_posts
from forums.models import HeldPost, HeldState, ModerationAct, Post, Thread
from forums.permissions import standing_of
from forums.writing.rendering import says_something
from people.models import User
from schoolhouse.refusals import Refusal

DECISIONS = {
    "approve": ModerationAct.HELD_PUBLISHED,
    "return": ModerationAct.HELD_RETURNED,
    "refuse": ModerationAct.HELD_REFUSED,
}


def return_post(*, post: Post, reason: str, by: User) -> HeldPost:
    """Take a published post back for revision: hidden, with a word to its author, who alone goes on with it.

    Raises ``Refusal`` when ``by`` does not moderate the forum, wrote it, gives no reason, or it went back already.
    """
    thread = post.thread
    reason = checked_reason(reason, thread.forum, by=by)
    if post.author_id == by.pk:
        raise Refusal(_("This is your own post."), code="own", status=403)
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=post.pk)
        if post.held_posts.filter(state__in=[HeldState.HELD, HeldState.RETURNED]).exists():
            raise Refusal(_("This post went back to its author already."), code="returned")
        Post.objects.filter(pk=post.pk).update(is_hidden=True)
        file_posts(Post.objects.filter(pk=post.pk))
        now = timezone.now()
        held = HeldPost.objects.create(
            forum=thread.forum, thread=thread, post=post, author_id=post.author_id, body=post.body,
            state=HeldState.RETURNED, comment=reason, created_at=now, changed_at=now, is_anonymous=post.is_anonymous,
        )  # fmt: skip
        record(
            ModerationAct.RETURN, forum=thread.forum, thread=thread, post=post, reason=reason, by=by,
            concerns=[post.author_id], details={"held": str(held.public_id)},
        )  # fmt: skip
    return held


def send_again(*, held: HeldPost, body: str, by: User) -> HeldPost:
    """Hand a post in again that came back. Raises ``Refusal`` when it did not, or ``by`` is not its author."""
    body = look_over(held.forum, by, standing_of(by, held.forum), clean_body(body)).body
    gathered = gather(body, held.forum, by=held.author, post=held.post, is_anonymous=held.is_anonymous)
    if not says_something(gathered.html):
        raise Refusal(_("Please write something first."), code="empty", status=400)
    with transaction.atomic():
        held = _locked(held)
        if held.state == HeldState.HELD and held.body == body and held.author_id == by.pk:
            return held
        held.state = take(HELD_EDGES, "send", Attempt(held, by))
        held.body, held.changed_at = body, timezone.now()
        held.save(update_fields=["state", "body", "changed_at"])
        keep_parts_held(held, gathered)
    return held


def withdraw_held(*, held: HeldPost, by: User) -> HeldPost:
    """Take a post back before it was published. Raises ``Refusal`` when that is past, or ``by`` is not its author."""
    with transaction.atomic():
        held = _locked(held)
        held.state = take(HELD_EDGES, "withdraw", Attempt(held, by))
        held.changed_at = timezone.now()
        held.save(update_fields=["state", "changed_at"])
    return held


def decide_held(*, held: HeldPost, verdict: str, reason: str, by: User) -> HeldPost:
    """Publish a held post, return it to its author, or refuse it. Its author is told.

    Published, it takes its number now: after all that were published before it. One that was published already
    appears again where it stood, as it reads now.

    Raises ``Refusal`` when ``by`` may not, gives no reason, or it was decided meanwhile.
    """
    reason = clean_reason(reason)
    with transaction.atomic():
        held = _locked(held)
        state = take(HELD_EDGES, verdict if verdict in DECISIONS else "", Attempt(held, by, reason))
        if verdict == "approve":
            held.post = _publish(held) if held.post is None else _show_again(held)
            held.thread = held.post.thread
        held.state, held.comment, held.changed_at = state, reason, timezone.now()
        held.save(update_fields=["state", "comment", "changed_at", "post", "thread"])
        record(
            DECISIONS[verdict], forum=held.forum, thread=held.thread, post=held.post, reason=reason, by=by,
            concerns=[held.author_id], details={"held": str(held.public_id)},
        )  # fmt: skip
    return held


def _locked(held: HeldPost) -> HeldPost:
    rows = HeldPost.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("forum", "author", "post__thread", "thread", "reply_to").get(pk=held.pk)


def _publish(held: HeldPost) -> Post:
    """Give the post its number, in the thread that it answers or in one of its own."""
    if held.thread is None:
        thread = Thread.objects.create(
            forum=held.forum, title=held.title, author=held.author, is_anonymous=held.is_anonymous
        )
    else:
        (thread,) = locked_threads(held.thread)
    target = held.reply_to if held.reply_to is not None and held.reply_to.thread_id == thread.pk else None
    return write_post(
        thread=thread,
        forum=held.forum if held.thread is None else thread.forum,
        body=held.body,
        client_key=held.client_key,
        reply_to=target,
        by=held.author,
        written_at=held.created_at,
        is_anonymous=held.is_anonymous,
        poll=poll_from_json(held.poll) if held.poll else None,
    )


def _show_again(held: HeldPost) -> Post:
    """Show a post again that was taken back, as its author revised it."""
    assert held.post is not None
    post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=held.post.pk)
    if post.body != held.body:
        rewrite(post, held.body, by=held.author)
    post.is_hidden = False
    post.save(update_fields=["is_hidden"])
    return post
