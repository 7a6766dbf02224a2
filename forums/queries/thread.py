"""Threads and posts, in pages found by key: no page ever counts rows that it skips."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, FilteredRelation, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from forums.models import ForumPage, Post, Thread
from forums.permissions import may_moderate
from people.models import User

THREADS_PER_PAGE = 30
POSTS_PER_PAGE = 50


def threads_of(forum: ForumPage, reader: User | AnonymousUser) -> QuerySet[Thread]:
    """Threads of ``forum``, pinned first, then the latest post first, each with ``unread`` for ``reader``."""
    return (
        forum.threads.annotate(
            own_read=FilteredRelation("reads", condition=Q(reads__reader_id=reader.pk)),
        )
        .annotate(read_to=Coalesce(F("own_read__last_read_number"), Value(0), output_field=IntegerField()))
        .annotate(unread=F("last_number") - F("read_to"))
        .select_related("author", "prompt")
        .order_by("-is_pinned", F("last_post_at").desc(nulls_last=True), "-pk")
    )


@dataclass(frozen=True)
class PostWindow:
    """Consecutive posts of a thread. ``previous`` and ``next`` are the numbers to go on from, or ``None``."""

    posts: list[Post]
    previous: int | None
    next: int | None
    hidden_until_answered: bool = False


def has_spoken(thread: Thread, user: User) -> bool:
    """Say whether ``user`` has posted in ``thread``."""
    return thread.posts.filter(author_id=user.pk).exists()


def must_answer_first(thread: Thread, user: User) -> bool:
    """Say whether others' posts wait until ``user`` has answered the thread's prompt."""
    if thread.prompt is None or not thread.prompt.answer_first:
        return False
    return not may_moderate(user, thread.forum) and not has_spoken(thread, user)


def post_window(thread: Thread, reader: User, *, start: int = 1, limit: int = POSTS_PER_PAGE) -> PostWindow:
    """Return up to ``limit`` posts from number ``start`` on; none of others' while the prompt wants an answer first."""
    if must_answer_first(thread, reader):
        return PostWindow([], None, None, hidden_until_answered=True)
    start = max(1, min(start, max(thread.last_number, 1)))
    rows = list(
        thread.posts.filter(number__gte=start)
        .select_related("author", "reply_to__author")
        .order_by("number")[: limit + 1]
    )
    more = rows[limit].number if len(rows) > limit else None
    previous = max(1, start - limit) if start > 1 else None
    return PostWindow(rows[:limit], previous, more)


def first_unread_number(thread: Thread, reader: User) -> int:
    """Return the number of the first post that ``reader`` has not seen; one after the last when all are."""
    read_to = thread.reads.filter(reader_id=reader.pk).values_list("last_read_number", flat=True).first()
    return min((read_to or 0) + 1, thread.last_number + 1)
