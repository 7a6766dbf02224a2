"""Counting anew what is counted as it changes: for after a script or a restore, and to prove that nothing drifts."""

from dataclasses import astuple, dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forums.models import Poll, PollBallot, PollChoice, PollOption, Post, PostRevision, PostThanks, Thread, ThreadRead


@dataclass(frozen=True)
class CounterDrift:
    """How many rows say another number than what they count."""

    threads: int = 0
    thanks: int = 0
    versions: int = 0
    reading: int = 0
    votes: int = 0
    voters: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


def counter_drift() -> CounterDrift:
    """Compare every counter of threads, posts and readers with what it counts. Six queries."""
    return CounterDrift(*(rows.count() for rows, _fields in _drifted()))


def recount() -> CounterDrift:
    """Set every counter that has drifted to what it counts; return what was wrong. A number is never given back."""
    with transaction.atomic():
        return CounterDrift(*(rows.update(**fields) for rows, fields in _drifted()))


def recount_thread(thread: Thread) -> None:
    """Set the counters of a locked ``thread`` by the posts that stand in it; its last number never goes back."""
    counted = thread.posts.aggregate(count=Count("pk"), number=Max("number"), at=Max("created_at"))
    thread.post_count, thread.last_post_at = counted["count"], counted["at"]
    thread.last_number = max(thread.last_number, counted["number"] or 0)
    Thread.objects.filter(pk=thread.pk).update(
        post_count=thread.post_count, last_post_at=thread.last_post_at, last_number=thread.last_number
    )


def _drifted() -> list[tuple[QuerySet[Any], dict[str, Any]]]:
    """Return each kind of rows that have drifted, with what they should say."""
    posts = Post.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    count = _number(posts.annotate(found=Count("pk")), 0)
    top = _number(posts.annotate(found=Max("number")), 0)
    latest = Subquery(posts.annotate(found=Max("created_at")).values("found")[:1])
    wrong = ~Q(post_count=count) | Q(last_number__lt=top) | ~Q(last_post_at=latest) & Q(post_count__gt=0)
    highest = models.Case(
        models.When(last_number__lt=top, then=top), default=F("last_number"), output_field=models.IntegerField()
    )
    thanks = PostThanks.objects.filter(post=OuterRef("pk")).order_by().values("post").annotate(found=Count("pk"))
    versions = PostRevision.objects.filter(post=OuterRef("pk")).order_by().values("post")
    version = _number(versions.annotate(found=Max("number")), 1)
    choices = PollChoice.objects.filter(option=OuterRef("pk")).order_by().values("option").annotate(found=Count("pk"))
    ballots = PollBallot.objects.filter(poll=OuterRef("pk")).order_by().values("poll").annotate(found=Count("pk"))
    end = _number(Thread.objects.filter(pk=OuterRef("thread")).annotate(found=F("last_number")), 0)
    return [
        (Thread.objects.filter(wrong), {"post_count": count, "last_number": highest, "last_post_at": latest}),
        (Post.objects.exclude(thanks_count=_number(thanks, 0)), {"thanks_count": _number(thanks, 0)}),
        (Post.objects.exclude(version=version), {"version": version}),
        (ThreadRead.objects.filter(last_read_number__gt=end), {"last_read_number": end}),
        (PollOption.objects.exclude(votes=_number(choices, 0)), {"votes": _number(choices, 0)}),
        (Poll.objects.exclude(voters=_number(ballots, 0)), {"voters": _number(ballots, 0)}),
    ]


def _number(rows: QuerySet[Any, Any], otherwise: int) -> Coalesce:
    return Coalesce(Subquery(rows.values("found")[:1]), otherwise, output_field=models.IntegerField())
