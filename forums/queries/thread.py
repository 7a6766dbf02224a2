"""Threads and posts, in pages found by key: no page ever counts rows that it skips."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet

from forums.models import ForumPage, Post, Thread
from forums.permissions import Standing
from forums.queries import reading
from people.models import User

THREADS_PER_PAGE = reading.THREADS_PER_PAGE
POSTS_PER_PAGE = reading.POSTS_PER_PAGE


def threads_of(forum: ForumPage, reader: User | AnonymousUser) -> QuerySet[Thread]:
    """Threads of ``forum``, pinned first, then the latest post first, each with ``unread`` for ``reader``."""
    threads = reading.with_reading(forum.threads.all(), reader.pk)
    return reading.in_order(threads.annotate(unread=F("last_number") - F("read_to")).select_related("author"))


@dataclass(frozen=True)
class PostWindow:
    """Consecutive posts of a thread. ``previous`` and ``next`` are the numbers to go on from, or ``None``.

    Each post carries ``author_organization``, the name of where its author comes from, and ``by_instructor``.
    """

    posts: list[Post]
    previous: int | None
    next: int | None
    hidden_until_answered: bool = False


class Face(NamedTuple):
    """All that the text of a post depends on, but for words that never change: two equal faces show the same.

    Times and truths are as the database gives them.
    """

    pk: int
    number: int
    edited_at: object
    renderer_version: int
    is_hidden: object
    is_late: object
    author: str
    author_organization: str
    by_instructor: object
    answers: int | None
    answered: str | None
    answered_is_hidden: object
    answered_edited_at: object


class PostFaces(NamedTuple):
    """The faces of a window of posts; ``previous`` and ``next`` as in ``PostWindow``."""

    faces: list[Face]
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Position:
    """How far a reader had come before this visit: the last number seen (0: never been here), and when."""

    number: int = 0
    at: datetime.datetime | None = None


def has_spoken(thread: Thread, user: User) -> bool:
    """Say whether ``user`` has posted in ``thread``."""
    return reading.own_posts.exists(thread=thread.pk, author=user.pk)


def must_answer_first(thread: Thread, user: User, standing: Standing) -> bool:
    """Say whether others' posts wait until ``user`` has answered the thread's prompt; who keeps order need not."""
    if thread.prompt is None or not thread.prompt.answer_first:
        return False
    return not standing.moderates and not has_spoken(thread, user)


def post_window(thread: Thread, *, start: int = 1, limit: int = POSTS_PER_PAGE) -> PostWindow:
    """Return up to ``limit`` posts from number ``start`` on; ask ``must_answer_first`` before. One query."""
    start = max(1, min(start, max(thread.last_number, 1)))
    rows = list(_described(thread).filter(number__gte=start).order_by("number")[: limit + 1])
    more = rows[limit].number if len(rows) > limit else None
    previous = max(1, start - limit) if start > 1 else None
    return PostWindow(rows[:limit], previous, more)


def _described(thread: Thread) -> QuerySet[Post]:
    """Posts with their authors, what they answer, and in a class who the authors are there."""
    posts = thread.posts.select_related("author", "reply_to__author")
    training_class = thread.forum.training_class
    if training_class is None:
        return reading.describe_in_salon(posts)
    return reading.describe_in_class(posts, training_class.pk, training_class.path)


def faces_from(thread: Thread, *, start: int) -> PostFaces:
    """Return what posts show from number ``start`` on, without their words; ask ``must_answer_first`` before."""
    start = max(1, min(start, max(thread.last_number, 1)))
    training_class = thread.forum.training_class
    if training_class is None:
        rows = reading.faces_in_salon.raw(thread=thread.pk, start=start)
    else:
        rows = reading.faces_in_class.raw(
            thread=thread.pk, training_class=training_class.pk, path=training_class.path, start=start
        )
    faces = [Face(*row) for row in rows]
    more = faces[POSTS_PER_PAGE].number if len(faces) > POSTS_PER_PAGE else None
    return PostFaces(faces[:POSTS_PER_PAGE], max(1, start - POSTS_PER_PAGE) if start > 1 else None, more)


def posts_of(thread: Thread, keys: list[int]) -> list[Post]:
    """Return the posts with these keys, described as in a window, in the order of their numbers. One query."""
    return list(_described(thread).filter(pk__in=keys).order_by("number"))


def position_in(thread: Thread, reader: User) -> Position:
    """Return how far ``reader`` has come in ``thread``. One query."""
    row = reading.read_to.first(thread=thread.pk, reader=reader.pk)
    return Position(*row) if row else Position()


def replies_since(thread: Thread, reader: User, number: int) -> int:
    """Count the posts after ``number`` that answer ``reader``. One query."""
    return len(reading.answers_to.all(thread=thread.pk, reader=reader.pk, number=number))
