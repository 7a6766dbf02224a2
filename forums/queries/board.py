"""What instructors look at in the forums of their class: what is unanswered, what is stuck, and who has not spoken."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from forums.models import CaseState, ForumPage, HeldPost, HeldState, Post, ReportCase, Spoken, Thread

HOURS = (6, 12, 24, 48, 72)
"""For so many hours a question may wait before it counts as stuck; one chooses."""
ROWS_SHOWN = 50
"""So many threads of each kind are named, those that wait longest first; all are counted."""


@dataclass(frozen=True)
class ForumFigures:
    """One forum in figures."""

    forum: ForumPage
    threads: int
    posts: int
    unanswered: int
    stuck: int
    flagged: int
    held: int


@dataclass(frozen=True)
class Board:
    """The board of a class, or of one of its forums.

    ``voices`` are enrollments with ``posts``, ``in_room``, the evenings on which they spoke there, ``said``, the sum of
    both, and ``last_at``.
    """

    forums: list[ForumFigures]
    unanswered: list[Thread]
    stuck: list[Thread]
    voices: list[Enrollment]

    @property
    def silent(self) -> list[Enrollment]:
        """Those of the roster who have neither written nor spoken in the room."""
        return [voice for voice in self.voices if not voice.said]  # type: ignore[attr-defined]


def board_of(
    training_class: TrainingClassPage, *, now: datetime.datetime, hours: int, forum: ForumPage | None = None
) -> Board:
    """Return the board of a class, of one ``forum`` where it is named. Seven queries, whatever there is."""
    forums = ForumPage.objects.child_of(training_class).order_by("-opens_at", "-pk")
    shown = forums.filter(pk=forum.pk) if forum is not None else forums
    since = now - datetime.timedelta(hours=hours)
    open_questions = waiting_threads(shown)
    unanswered = open_questions.filter(answered=False).order_by("created_at", "pk")
    stuck = open_questions.filter(last_post_at__lt=since).order_by("last_post_at", "pk")
    return Board(
        forums=_figures(forums, since),
        unanswered=list(unanswered[:ROWS_SHOWN]),
        stuck=list(stuck[:ROWS_SHOWN]),
        voices=list(voices_in(training_class, shown)),
    )


def waiting_threads(forums: QuerySet[ForumPage]) -> QuerySet[Any]:
    """Threads of people, not of prompts, in which the author had the last word; ``answered`` says if others spoke."""
    shown = Post.objects.filter(thread=OuterRef("pk"), is_hidden=False)
    last = shown.order_by("-number").values("author")[:1]
    others = Exists(shown.exclude(author=OuterRef("author")))
    own = Thread.objects.filter(forum__in=forums.order_by().values("pk"), prompt_key=None, is_locked=False)
    waiting = own.annotate(last_author=Subquery(last), answered=others).filter(last_author=F("author"))
    return waiting.select_related("author", "forum")


def voices_in(training_class: TrainingClassPage, forums: QuerySet[ForumPage]) -> QuerySet[Enrollment]:
    """The roster of a class with how often and when last each spoke in ``forums``; the quietest first. One query.

    When somebody wrote without a name is no part of ``last_at``: beside the thread it would say who it was.
    """
    asked = forums.order_by().values("pk")
    written = Post.objects.filter(author=OuterRef("learner"), thread__forum__in=asked, is_hidden=False).order_by()
    heard = Spoken.objects.filter(person=OuterRef("learner"), forum__in=asked, counts=True).order_by()
    wrote_at = _each(written.filter(is_anonymous=False).values("author").annotate(found=Max("created_at")))
    spoke_at = _each(heard.values("person").annotate(found=Max("at")))
    seats = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    return (
        seats.select_related("learner", "organization")
        .annotate(
            posts=Coalesce(_each(written.values("author").annotate(found=Count("pk"))), 0),
            in_room=Coalesce(_each(heard.values("person").annotate(found=Count("pk"))), 0),
            said=F("posts") + F("in_room"),
            last_at=Greatest(Coalesce(wrote_at, spoke_at), Coalesce(spoke_at, wrote_at)),
        )
        .order_by("said", "learner__full_name", "pk")
    )


def _each(rows: QuerySet[Any, Any]) -> Subquery:
    """Return what ``rows``, grouped by person, have ``found`` for the person of the row outside."""
    return Subquery(rows.values("found"))


def _figures(forums: QuerySet[ForumPage], since: datetime.datetime) -> list[ForumFigures]:
    """Count for each forum. Four queries."""
    rows = list(forums.annotate(thread_count=Count("threads"), posts=Coalesce(_sum_of_posts(), 0)))
    keys = [row.pk for row in rows]
    waiting = {
        forum: (unanswered, stuck)
        for forum, unanswered, stuck in waiting_threads(ForumPage.objects.filter(pk__in=keys))
        .order_by()
        .values("forum")
        .annotate(unanswered=Count("pk", filter=Q(answered=False)), stuck=Count("pk", filter=Q(last_post_at__lt=since)))
        .values_list("forum", "unanswered", "stuck")
    }
    cases = ReportCase.objects.filter(state=CaseState.OPEN, post__thread__forum__in=keys).order_by()
    flagged = dict(cases.values_list("post__thread__forum").annotate(count=Count("pk")))
    held = dict(
        HeldPost.objects.filter(state=HeldState.HELD, forum__in=keys)
        .order_by()
        .values_list("forum")
        .annotate(count=Count("pk"))
    )
    return [
        ForumFigures(
            row, row.thread_count, row.posts, *waiting.get(row.pk, (0, 0)), flagged.get(row.pk, 0), held.get(row.pk, 0)
        )
        for row in rows
    ]


def _sum_of_posts() -> Subquery:
    posts = Post.objects.filter(thread__forum=OuterRef("pk"), is_hidden=False).order_by().values("thread__forum")
    return Subquery(posts.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
