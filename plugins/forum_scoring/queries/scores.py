"""What was scored, and what still waits for it."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from forums.models import ForumPage, Post, Thread
from foundation import stamps
from foundation.fragments import kept_value
from people.models import User
from plugins.forum_scoring.models import ForumRubric, PostScore, ScoreEntry
from plugins.forum_scoring.queries.rubrics import STAMP

MOST_NUMBERS = 30
"""So many posts that wait are named beside a thread."""


def standing_scores() -> QuerySet[PostScore]:
    """Return the last score of each post, where it was not taken back."""
    last = PostScore.objects.filter(post=OuterRef("post")).order_by("-number").values("number")[:1]
    return PostScore.objects.filter(is_withdrawal=False, number=Subquery(last))


def scorable(training_class: TrainingClassPage) -> QuerySet[Any]:
    """Return the posts of a class's forums that may be scored: its learners', not hidden; ``is_scored`` or not."""
    forums = ForumPage.objects.child_of(training_class).live().order_by().values("pk")
    inside = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES).order_by()
    posts = Post.objects.filter(thread__forum__in=forums, is_hidden=False, author__in=inside.values("learner"))
    return posts.annotate(is_scored=Exists(standing_scores().filter(post=OuterRef("pk")))).order_by()


def scorable_in(forum: ForumPage) -> QuerySet[Any]:
    """Return those of one forum of a class, in the order of reading."""
    assert forum.training_class is not None
    return scorable(forum.training_class).filter(thread__forum=forum).order_by("thread", "number")


def waiting(forum: ForumPage) -> QuerySet[Any]:
    """Return the posts that nobody has scored."""
    return scorable_in(forum).filter(is_scored=False)


def next_waiting(forum: ForumPage, after: Post | None = None) -> Post | None:
    """Return the next post to score behind ``after``, else the first that waits; ``None`` when all are scored."""
    rows = waiting(forum)
    if after is None:
        return rows.first()  # type: ignore[no-any-return]
    beyond = Q(thread=after.thread_id, number__gt=after.number) | Q(thread__gt=after.thread_id)
    return rows.filter(beyond).first() or rows.exclude(pk=after.pk).first()  # type: ignore[no-any-return]


def history_of(post: Post) -> list[PostScore]:
    """Return every score of a post, the latest first, with who gave it."""
    return list(PostScore.objects.filter(post=post).select_related("by").order_by("-number"))


@dataclass(frozen=True)
class Progress:
    """How far the scoring of a forum, or of a thread, has come, in posts."""

    scored: int
    posts: int

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self.posts - self.scored


def progress_of(forum: ForumPage, thread: Thread | None = None) -> Progress:
    """Count the posts of a forum, or of one of its threads. One query."""
    rows = scorable_in(forum).order_by()
    rows = rows.filter(thread=thread) if thread is not None else rows
    return Progress(**rows.aggregate(scored=Count("pk", filter=Q(is_scored=True)), posts=Count("pk")))


@dataclass(frozen=True)
class LearnerScores:
    """What a learner said in a forum, and what it came to: posts, scored ones, and points on the ledger."""

    learner: User
    posts: int
    scored: int
    points: Decimal | None


def learners_in(forum: ForumPage, training_class: TrainingClassPage) -> list[LearnerScores]:
    """Return the learners of a class with their scores in one forum, those with most to score first. Three queries."""
    rows = scorable_in(forum).order_by().values("author")
    counts = {
        author: (posts, scored)
        for author, posts, scored in rows.annotate(
            count=Count("pk"), scored=Count("pk", filter=Q(is_scored=True))
        ).values_list("author", "count", "scored")
    }
    sums = dict(
        entries_in(forum)
        .order_by()
        .values("entry__learner")
        .annotate(total=Sum("entry__points"))
        .values_list("entry__learner", "total")
    )
    seats = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES).select_related("learner")
    found = [LearnerScores(one.learner, *counts.get(one.learner_id, (0, 0)), sums.get(one.learner_id)) for one in seats]
    return sorted(found, key=lambda one: (one.scored - one.posts, one.learner.full_name))


def entries_in(forum: ForumPage) -> QuerySet[ScoreEntry]:
    """Return what stands on the ledger for posts of ``forum``."""
    return ScoreEntry.objects.filter(score__post__thread__forum=forum, entry__reversed_by=None)


@dataclass(frozen=True)
class OwnScore:
    """What a learner's post was given: its public id, its number in the thread, and the points as they are read."""

    post: uuid.UUID
    number: int
    given: Decimal


def own_scores(thread: Thread, author: User) -> tuple[OwnScore, ...]:
    """Return what posts of ``author`` in a thread were given, in their order. No query while nothing has changed."""
    name = ("forum_scoring.thread", thread.pk, thread.post_count, stamps.current(STAMP)[STAMP])
    return kept_value(name, lambda: _scores_in(thread)).get(author.pk, ())  # type: ignore[no-any-return]


def _scores_in(thread: Thread) -> dict[int, tuple[OwnScore, ...]]:
    rows = standing_scores().filter(post__thread=thread).select_related("post").order_by("post__number")
    found: dict[int, tuple[OwnScore, ...]] = {}
    for row in rows:
        own = OwnScore(row.post.public_id, row.post.number, row.given)
        found[row.post.author_id] = (*found.get(row.post.author_id, ()), own)
    return found


def beside_thread(thread: Thread) -> dict[str, Any]:
    """Return what stands beside a thread: ``progress``, and the first posts that wait as ``numbers``. Two queries."""
    rows = waiting(thread.forum).filter(thread=thread).only("public_id", "number", "thread")
    return {"progress": progress_of(thread.forum, thread), "numbers": list(rows[:MOST_NUMBERS])}


def forums_of(training_class: TrainingClassPage) -> list[tuple[ForumPage, ForumRubric | None, Progress]]:
    """Return the forums of a class, the latest first, with their rubric and how far the scoring is. Two queries."""
    forums = list(ForumPage.objects.child_of(training_class).live().order_by("-opens_at", "-pk"))
    rubrics = {one.forum_id: one for one in ForumRubric.objects.filter(forum__in=forums).select_related("rubric")}
    counted = scorable(training_class).values(forum=F("thread__forum"))
    counts = {
        row["forum"]: Progress(row["scored"], row["count"])
        for row in counted.annotate(count=Count("pk"), scored=Count("pk", filter=Q(is_scored=True)))
    }
    return [(forum, rubrics.get(forum.pk), counts.get(forum.pk, Progress(0, 0))) for forum in forums]
