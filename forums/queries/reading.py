"""What is asked each time somebody reads a thread, prepared once."""

import datetime
import uuid
from typing import Any

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from classes.models import Enrollment, LiveClassInstructor
from forums.models import ForumHost, Post, PostDraft, StudyListItem, Thread, ThreadRead
from foundation.prepared import prepared
from lessons.models import LessonProgress, ProgressState
from people.models import User

POSTS_PER_PAGE = 50
THREADS_PER_PAGE = 30
FACE = (
    "pk", "number", "edited_at", "renderer_version", "is_hidden", "is_late", "author__full_name",
    "author_organization", "by_instructor",
    "reply_to_id", "reply_to__author__full_name", "reply_to__is_hidden", "reply_to__edited_at",
    "author_id", "public_id", "created_at", "thanks_count", "reply_to__number", "has_poll",
)  # fmt: skip
"""The fields of ``forums.queries.thread.Face``, in its order."""


@prepared
def thread_at(public_id: uuid.UUID) -> QuerySet[Thread]:
    """The thread with this key, with its forum, prompt and best answer, and if it holds the questions of the day.

    ``names_hosts`` says whether its forum names any: of most forums nobody need be asked for.
    """
    named = Exists(ForumHost.objects.filter(forum=OuterRef("forum")))
    threads = Thread.objects.filter(public_id=public_id).annotate(names_hosts=named)
    return threads.select_related("forum", "prompt", "best_answer", "carried")


def owing(threads: QuerySet[Thread], reader: Any) -> QuerySet[Thread]:
    """Those of ``threads`` in which others' posts wait for an own one of ``reader``: the one rule of *answer first*.

    Who keeps order need not answer: whoever asks leaves their forums out.
    """
    spoken = Exists(Post.objects.filter(thread_id=OuterRef("pk"), author_id=reader))
    return threads.filter(~spoken, prompt__answer_first=True)


@prepared
def owed_thread(thread: int, reader: int) -> QuerySet[Thread, tuple[int]]:
    """This thread, if a reader who keeps no order there owes it an answer."""
    return owing(Thread.objects.filter(pk=thread), reader).values_list("pk")


@prepared
def begun_by(
    thread: int, reader: int, key: str
) -> QuerySet[User, tuple[int | None, datetime.datetime | None, str | None, int | None, bool | None]]:
    """How far a reader has come in a thread, and when; what they have begun to write at ``key``."""
    read = ThreadRead.objects.filter(thread_id=thread, reader_id=reader)
    draft = PostDraft.objects.filter(author_id=reader, key=key)
    return User.objects.filter(pk=reader).values_list(
        Subquery(read.values("last_read_number")[:1]),
        Subquery(read.values("read_at")[:1]),
        Subquery(draft.values("body")[:1]),
        Subquery(draft.values("version")[:1]),
        Subquery(draft.values("is_anonymous")[:1]),
    )


@prepared
def answers_to(thread: int, reader: int, number: int) -> QuerySet[Post, tuple[int]]:
    """The thread of each post of others after ``number`` that answers what a reader says in a thread."""
    # Written as a join, SQLite begins with the reader's own few posts; it would read all posts for a subquery. Few
    # answers stand in another thread since a split.
    own = Q(reply_to__thread_id=thread, reply_to__author_id=reader)
    posts = Post.objects.filter(own, number__gt=number, is_hidden=False)
    return posts.exclude(author_id=reader).order_by().values_list("thread_id")


@prepared
def studied(forum: int, reader: int) -> QuerySet[StudyListItem, tuple[int]]:
    """The pages of a forum's study list that a reader has finished."""
    done = LessonProgress.objects.filter(
        learner_id=reader, translation_key=OuterRef("page__translation_key"), state=ProgressState.COMPLETED
    )
    return StudyListItem.objects.filter(Exists(done), forum_id=forum).order_by().values_list("page_id")


@prepared
def faces_in_class(thread: int, training_class: int, path: str, start: int) -> QuerySet[Post, Any]:
    """What posts of a class's thread show from number ``start`` on, and one more than a page has."""
    posts = Post.objects.filter(thread_id=thread, number__gte=start).order_by("number")
    return describe_in_class(posts, training_class, path).values_list(*FACE)[: POSTS_PER_PAGE + 1]


@prepared
def faces_in_salon(thread: int, start: int) -> QuerySet[Post, Any]:
    """What posts of a salon's thread show from number ``start`` on, and one more than a page has."""
    posts = Post.objects.filter(thread_id=thread, number__gte=start).order_by("number")
    return describe_in_salon(posts).values_list(*FACE)[: POSTS_PER_PAGE + 1]


def describe_in_class(posts: QuerySet[Post], training_class: int, path: str) -> QuerySet[Post]:
    """Annotate posts with who their authors are in the class whose page stands at ``path``."""
    enrollments = Enrollment.objects.filter(training_class_id=training_class, learner_id=OuterRef("author_id"))
    assignments = LiveClassInstructor.objects.filter(
        live_class__path__startswith=path, live_class__live=True, instructor_id=OuterRef("author_id")
    )
    return posts.annotate(
        author_organization=Coalesce(Subquery(enrollments.values("organization__name")[:1]), Value("")),
        by_instructor=Exists(assignments),
    )


def describe_in_salon(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Annotate posts as ``describe_in_class`` does, where there is no class."""
    return posts.annotate(author_organization=Value(""), by_instructor=Value(False))


THREAD_ROW = (
    "pk", "title", "is_pinned", "is_locked", "author__full_name", "post_count", "last_post_at", "prompt_key",
    "last_number", "read_to",
)  # fmt: skip
"""What a forum's page shows of a thread; the last two are of the reader."""


@prepared
def threads_in(forum: int, reader: int) -> QuerySet[Thread, Any]:
    """The first page of a forum's own threads, in their order, and one more than it has: ``THREAD_ROW`` of each."""
    own = Thread.objects.filter(forum_id=forum, prompt=None)
    return in_order(with_reading(own, reader)).values_list(*THREAD_ROW)[: THREADS_PER_PAGE + 1]


@prepared
def prompt_threads_in(forum: int, reader: int) -> QuerySet[Thread, Any]:
    """The threads that prompts of a forum opened; ``THREAD_ROW`` of each."""
    threads = with_reading(Thread.objects.filter(forum_id=forum, prompt_key__isnull=False), reader)
    return in_order(threads).values_list(*THREAD_ROW)


def with_reading(threads: QuerySet[Thread], reader: Any) -> QuerySet[Thread]:
    """Annotate threads with ``read_to``, the number up to which ``reader`` has read."""
    own = FilteredRelation("reads", condition=Q(reads__reader_id=reader))
    read_to = Coalesce(F("own_read__last_read_number"), Value(0), output_field=IntegerField())
    return threads.annotate(own_read=own).annotate(read_to=read_to)


def in_order(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Sort threads: pinned first, then the latest post first."""
    return threads.order_by("-is_pinned", F("last_post_at").desc(nulls_last=True), "-pk")
