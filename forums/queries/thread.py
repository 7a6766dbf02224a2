"""Threads and posts, in pages found by key: no page ever counts rows that it skips."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from classes.models import Enrollment, LiveClassInstructor
from forums.models import ForumPage, Post, Thread
from forums.permissions import Standing
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
        .select_related("author")
        .order_by("-is_pinned", F("last_post_at").desc(nulls_last=True), "-pk")
    )


@dataclass(frozen=True)
class PostWindow:
    """Consecutive posts of a thread. ``previous`` and ``next`` are the numbers to go on from, or ``None``.

    Each post carries ``author_organization``, the name of where its author comes from, and ``by_instructor``.
    """

    posts: list[Post]
    previous: int | None
    next: int | None
    hidden_until_answered: bool = False


@dataclass(frozen=True)
class Position:
    """How far a reader had come before this visit: the last number seen (0: never been here), and when."""

    number: int = 0
    at: datetime.datetime | None = None


def has_spoken(thread: Thread, user: User) -> bool:
    """Say whether ``user`` has posted in ``thread``."""
    return thread.posts.filter(author_id=user.pk).exists()


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
        return posts.annotate(author_organization=Value(""), by_instructor=Value(False))
    enrollments = Enrollment.objects.filter(training_class=training_class, learner_id=OuterRef("author_id"))
    assignments = LiveClassInstructor.objects.filter(
        live_class__path__startswith=training_class.path, live_class__live=True, instructor_id=OuterRef("author_id")
    )
    return posts.annotate(
        author_organization=Coalesce(Subquery(enrollments.values("organization__name")[:1]), Value("")),
        by_instructor=Exists(assignments),
    )


def position_in(thread: Thread, reader: User) -> Position:
    """Return how far ``reader`` has come in ``thread``. One query."""
    row = thread.reads.filter(reader_id=reader.pk).values_list("last_read_number", "read_at").first()
    return Position(*row) if row else Position()


def replies_since(thread: Thread, reader: User, number: int) -> int:
    """Count the posts after ``number`` that answer ``reader``. One query."""
    posts = thread.posts.filter(number__gt=number, reply_to__author_id=reader.pk, is_hidden=False)
    return posts.exclude(author_id=reader.pk).count()
