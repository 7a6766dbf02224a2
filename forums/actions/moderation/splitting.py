"""Giving posts that have left the matter a thread of their own."""

from bisect import bisect_right
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.actions.counters import recount_thread
from forums.actions.moderation.begun import carry_answers_begun
from forums.actions.moderation.merging import BATCH
from forums.actions.moderation.record import checked_reason, record
from forums.actions.moderation.threads import clean_title, locked_threads
from forums.actions.search import file_posts
from forums.models import ModerationAct, Post, PostMove, Thread, ThreadRead
from people.models import User
from schoolhouse.refusals import Refusal

MOST_POSTS = 500
"""So many posts can be moved at once."""


def split_thread(*, thread: Thread, numbers: Collection[int], title: str, reason: str, by: User) -> Thread:
    """Move the posts with these ``numbers`` to a new thread of the same forum and return it.

    There they are numbered from 1 on in their order; their old numbers stay free in ``thread`` and lead to them.
    Whoever had read them has read them there. Their authors are told.

    Raises ``Refusal`` when ``by`` does not moderate the forum, gives no reason or title, a number is missing or too
    many are named, nothing would be left, or the thread is answered first.
    """
    reason, title = checked_reason(reason, thread.forum, by=by), clean_title(title)
    with transaction.atomic():
        (thread,) = locked_threads(thread)
        posts = _chosen(thread, set(numbers))
        old = [post.number for post in posts]
        new = Thread.objects.create(
            forum=thread.forum, title=title, author_id=posts[0].author_id, is_anonymous=posts[0].is_anonymous
        )
        PostMove.objects.bulk_create(
            [PostMove(thread_key=thread.public_id, number=post.number, post=post) for post in posts], batch_size=BATCH
        )
        for number, post in enumerate(posts, start=1):
            post.thread, post.number = new, number
        Post.objects.bulk_update(posts, ["thread", "number"], batch_size=BATCH)
        for one in (thread, new):
            recount_thread(one)
        Thread.objects.filter(pk=thread.pk, best_answer__in=posts).update(best_answer=None, best_answer_at=None)
        carry_answers_begun(posts, thread, new)
        _divide_reads(thread, new, old)
        file_posts(posts)
        record(
            ModerationAct.SPLIT, forum=thread.forum, thread=thread, reason=reason, by=by,
            concerns={post.author_id for post in posts},
            details={"into": str(new.public_id), "title": title, "numbers": old},
        )  # fmt: skip
    return new


def _chosen(thread: Thread, numbers: set[int]) -> list[Post]:
    if not numbers:
        raise Refusal(_("Please choose the posts to move."), code="empty", status=400)
    if len(numbers) > MOST_POSTS:
        raise Refusal(
            _("At most %(limit)d posts can be moved at once.") % {"limit": MOST_POSTS}, code="too_many", status=400
        )
    if thread.prompt is not None and thread.prompt.answer_first:
        raise Refusal(_("This thread is answered first: elsewhere its answers would be open."), code="answer_first")
    posts = list(thread.posts.filter(number__in=numbers).order_by("number"))
    missing = sorted(numbers - {post.number for post in posts})
    if missing:
        words = ngettext(
            "No post here has the number %(numbers)s.", "No posts here have the numbers %(numbers)s.", len(missing)
        )
        raise Refusal(words % {"numbers": ", ".join(map(str, missing[:10]))}, code="missing", status=400)
    if len(posts) == thread.post_count and thread.prompt_key is None:
        raise Refusal(_("Nothing would be left here. Rename the thread instead."), code="nothing_left", status=400)
    return posts


def _divide_reads(thread: Thread, new: Thread, old: list[int]) -> None:
    """Carry over how far people had read; nobody is left with something new in ``thread`` that went away."""
    reads = ThreadRead.objects.filter(thread=thread)
    rows = [
        ThreadRead(reader_id=reader, thread=new, last_read_number=bisect_right(old, number), read_at=at)
        for reader, number, at in reads.filter(last_read_number__gte=old[0]).values_list(
            "reader_id", "last_read_number", "read_at"
        )
    ]
    ThreadRead.objects.bulk_create(rows, batch_size=BATCH)
    last = thread.posts.order_by("-number").values_list("number", flat=True).first() or 0
    reads.filter(last_read_number__gte=last, last_read_number__lt=thread.last_number).update(
        last_read_number=thread.last_number
    )
