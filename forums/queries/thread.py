"""Threads and posts, in pages found by key: no page ever counts rows that it skips."""

import datetime
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet

from forums.models import ForumPage, Post, Thread
from forums.permissions import Standing
from forums.queries import reading
from forums.queries.keypages import Place
from people.models import User

THREADS_PER_PAGE = reading.THREADS_PER_PAGE
POSTS_PER_PAGE = reading.POSTS_PER_PAGE


def threads_of(forum: ForumPage, reader: User | AnonymousUser, *, before: Place | None = None) -> QuerySet[Thread]:
    """Threads of ``forum``, pinned first, then the latest post first, each with ``unread`` for ``reader``.

    ``before`` is the last one on the page before.
    """
    threads = reading.with_reading(forum.threads.all(), reader.pk)
    if before is not None:
        threads = threads.filter(before.beyond_with_pinned("last_post_at"))
    return reading.in_order(threads.annotate(unread=F("last_number") - F("read_to")).select_related("author"))


def place_of_thread(thread: Thread) -> Place:
    """Return where a thread stands in the list of ``threads_of``."""
    return Place(thread.last_post_at, thread.pk, thread.is_pinned)


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
    author_id: int
    public_id: object
    created_at: object
    thanks_count: int
    answered_number: int | None
    has_poll: object

    @property
    def key(self) -> uuid.UUID:
        """Its public id."""
        return uuid.UUID(str(self.public_id))

    @property
    def sent_at(self) -> datetime.datetime:
        """When it was sent; SQLite gives its times without a zone, in UTC."""
        sent = self.created_at
        if not isinstance(sent, datetime.datetime):
            sent = datetime.datetime.fromisoformat(str(sent))
        return sent if sent.tzinfo else sent.replace(tzinfo=datetime.UTC)


class PostFaces(NamedTuple):
    """The faces of a window of posts; ``previous`` and ``next`` as in ``PostWindow``."""

    faces: list[Face]
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Position:
    """How far a reader had come before this visit: the last number seen (0: never been here), and when.

    ``draft`` is what they have begun to write, its version (0: nothing), and whether without their name.
    """

    number: int = 0
    at: datetime.datetime | None = None
    draft: str = ""
    draft_version: int = 0
    draft_is_anonymous: bool = False


def must_answer_first(thread: Thread, user: User, standing: Standing) -> bool:
    """Say whether others' posts wait until ``user`` has answered the thread's prompt; who keeps order need not.

    ``forums.queries.search.Reach`` answers the same for all threads at once.
    """
    if standing.moderates or thread.prompt is None or not thread.prompt.answer_first:
        return False
    return reading.owed_thread.exists(thread=thread.pk, reader=user.pk)


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


def position_in(thread: Thread, reader: User, draft: str) -> Position:
    """Return how far ``reader`` has come in ``thread``, and the draft kept at the place ``draft``. One query."""
    row = reading.begun_by.first(thread=thread.pk, reader=reader.pk, key=draft)
    number, at, body, version, is_anonymous = row or (None, None, None, None, None)
    return Position(number or 0, at, body or "", version or 0, bool(is_anonymous))


def replies_since(thread: Thread, reader: User, number: int) -> int:
    """Count the posts after ``number`` that answer ``reader``. One query."""
    answers = reading.answers_to.all(thread=thread.pk, reader=reader.pk, number=number)
    return sum(place == thread.pk for (place,) in answers)
