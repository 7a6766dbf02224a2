"""Lessons that somebody helps to write, and what was suggested on them."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lessons.models import CoAuthor, LessonPage, LessonSuggestion, SuggestionState
from people.models import User
from people.roles import STAFF_ROLES
from people.scope import scope_of


def helps_with(user: User) -> QuerySet[CoAuthor]:
    """The lessons that name ``user``, those named last first, each with how many suggestions are open."""
    rows = CoAuthor.objects.filter(person=user.pk) if scope_of(user).has_role(*STAFF_ROLES) else CoAuthor.objects.none()
    open_ones = LessonSuggestion.objects.filter(comment__page=OuterRef("page"), state=SuggestionState.OPEN)
    waiting = open_ones.order_by().values("comment__page").annotate(count=Count("pk")).values("count")
    rows = rows.select_related("page__locale", "named_by").defer("page__body")
    return rows.annotate(waiting=Coalesce(Subquery(waiting), 0)).order_by("-named_at", "-pk")


def suggestions_on(lesson: LessonPage) -> QuerySet[LessonSuggestion]:
    """What was suggested on ``lesson``, open ones first, the newest first."""
    rows = LessonSuggestion.objects.filter(comment__page=lesson.pk)
    rows = rows.select_related("comment__user", "decided_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-pk")
