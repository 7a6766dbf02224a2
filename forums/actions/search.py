"""Letting posts and threads be found: their texts are written in the transaction of whoever changes them.

A thread or post that is saved is filed by a signal; whoever changes many at once, or by ``update()``, calls
``file_threads`` or ``file_posts`` afterwards. ``manage.py forums check`` tells whether somebody forgot.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from forums.models import ForumText, Post, Thread
from forums.writing.rendering import text_of
from foundation.search.texts import digest_of, rows_without_words, write

CHUNK = 500


def file_post(post: Post) -> None:
    """Let one post be found as it stands now. Two queries."""
    write([_of_post(post)])


def file_posts(posts: QuerySet[Post] | Iterable[Post]) -> int:
    """Let ``posts`` be found as they stand now; return how many."""
    if isinstance(posts, QuerySet):
        posts = posts.select_related("thread").iterator(chunk_size=CHUNK)
    return write(map(_of_post, posts))


def file_thread(thread: Thread, *, is_new: bool = False) -> None:
    """Let one thread be found, and its posts in the forum where it stands now."""
    with transaction.atomic():
        write([_of_thread(thread)])
        if not is_new:
            ForumText.objects.filter(thread=thread).exclude(forum=thread.forum_id).update(forum=thread.forum_id)


def file_threads(threads: QuerySet[Thread]) -> int:
    """Let ``threads`` be found under their titles and the questions that opened them; return how many."""
    return write(map(_of_thread, threads.select_related("prompt").iterator(chunk_size=CHUNK)))


def _of_post(post: Post) -> ForumText:
    row = ForumText(
        key=post.public_id,
        forum_id=post.thread.forum_id,
        thread_id=post.thread_id,
        post_id=post.pk,
        is_hidden=post.is_hidden,
        written_at=post.created_at,
    )
    row.text = text_of(post.body_html)
    return row


def _of_thread(thread: Thread) -> ForumText:
    row = ForumText(
        key=thread.public_id, forum_id=thread.forum_id, thread_id=thread.pk, post_id=None, written_at=thread.created_at
    )
    row.title = thread.title
    row.text = thread.prompt.body if thread.prompt else ""
    return row


@dataclass(frozen=True)
class Drift:
    """How many posts and threads are found otherwise than they stand: not at all, stale, or though they are gone."""

    missing: int = 0
    stale: int = 0
    left_over: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.left_over)


def drift() -> Drift:
    """Compare every thread and post with what is filed of it; reads all of them, in chunks."""
    without_words = set(rows_without_words(ForumText.objects.all()).values_list("pk", flat=True))
    missing = stale = seen = 0
    for wanted, filed in _pairs():
        if filed is None or filed.pk in without_words:
            missing += 1
        elif _said(wanted) != (filed.forum_id, filed.thread_id, filed.post_id, filed.is_hidden, filed.digest):
            stale += 1
        seen += filed is not None
    return Drift(missing, stale, ForumText.objects.count() - seen)


def refile() -> int:
    """File every thread and post anew, the oldest first, and forget what is gone; return how many there are."""
    with transaction.atomic():
        ForumText.objects.all().delete()
        count = file_threads(Thread.objects.order_by("created_at", "pk"))
        return count + file_posts(Post.objects.order_by("created_at", "pk"))


def _pairs() -> Iterator[tuple[ForumText, ForumText | None]]:
    """Yield what should be filed beside what is."""
    threads = map(_of_thread, Thread.objects.select_related("prompt").order_by("pk").iterator(chunk_size=CHUNK))
    posts = map(_of_post, Post.objects.select_related("thread").order_by("pk").iterator(chunk_size=CHUNK))
    for rows in (threads, posts):
        chunk: list[ForumText] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from _beside(chunk)
                chunk = []
        yield from _beside(chunk)


def _beside(wanted: list[ForumText]) -> Iterator[tuple[ForumText, ForumText | None]]:
    filed = {row.key: row for row in ForumText.objects.filter(key__in=[row.key for row in wanted])}
    return ((row, filed.get(row.key)) for row in wanted)


def _said(row: ForumText) -> tuple[int, int, int | None, bool, str]:
    return row.forum_id, row.thread_id, row.post_id, row.is_hidden, digest_of(row.title, row.text)
