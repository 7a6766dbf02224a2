"""The question box of a live class, and what was left of it for an evening."""

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from classes.models import LiveClassPage
from forums.evening.permissions import BoxStanding
from forums.models import BoxQuestion, ForumPage, QuestionState, QuestionSupport
from foundation.trees import parent_path
from people.models import User

OPEN, CARRIED, SET_ASIDE = QuestionState.OPEN, QuestionState.CARRIED, QuestionState.SET_ASIDE


def questions_in(live_class: LiveClassPage, reader: User, standing: BoxStanding) -> QuerySet[BoxQuestion]:
    """Return the questions that ``reader`` sees in a box: the open ones first, the most wanted first.

    Each carries ``support_count``, whether it ``is_supported`` by the reader and whether it ``is_own``.
    """
    rows = BoxQuestion.objects.filter(live_class=live_class)
    if not standing.sees:
        return rows.none()
    if not standing.hosts:
        seen = Q(asker=reader) | (~Q(state=SET_ASIDE) if standing.sees_others else Q(pk__in=()))
        rows = rows.filter(seen)
    own = QuestionSupport.objects.filter(question=OuterRef("pk"), person=reader)
    return (
        rows.annotate(support_count=Count("supports"), is_supported=Exists(own), place=_place())
        .select_related("asker", "forum")
        .order_by("place", "-support_count", "created_at", "pk")
    )


def _place() -> Any:
    """Open ones first, then those left for the evening, then what was dealt with."""
    return Case(
        When(state=OPEN, then=Value(0)),
        When(state=CARRIED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def questions_for_evening(forum: ForumPage) -> QuerySet[BoxQuestion]:
    """Return the open questions of the forum's class whose live class is over by now."""
    if forum.training_class is None:
        return BoxQuestion.objects.none()
    return BoxQuestion.objects.filter(
        live_class__path__startswith=forum.training_class.path,
        live_class__ends_at__lte=timezone.now(),
        state=OPEN,
    ).order_by("created_at", "pk")


def carried_to(forum: ForumPage) -> QuerySet[BoxQuestion]:
    """Return the questions that were carried over to ``forum``, the most wanted first, each with ``support_count``."""
    rows = BoxQuestion.objects.filter(forum=forum).exclude(state=SET_ASIDE)
    return (
        rows.select_related("live_class")
        .annotate(support_count=Count("supports"))
        .order_by("-support_count", "created_at", "pk")
    )


def forums_to_carry_to(now: Any, since: Any) -> list[ForumPage]:
    """Return the published forums that opened after ``since`` and are open ``now``, the latest first."""
    still = Q(closes_at=None) | Q(closes_at__gt=now)
    waiting = BoxQuestion.objects.filter(state=OPEN, live_class__ends_at__lte=now)
    paths = {parent_path(path) for path in waiting.values_list("live_class__path", flat=True).distinct()}
    if not paths:
        return []
    rows = ForumPage.objects.live().filter(still, opens_at__gt=since, opens_at__lte=now).order_by("-opens_at", "-pk")
    return [forum for forum in rows if parent_path(forum.path) in paths]
