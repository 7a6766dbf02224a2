"""Surveys: what they are about, and which are due."""

import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from classes.queries.membership import classes_attended
from evaluations.models import FeedbackParticipation, FeedbackSurvey
from foundation.prepared import prepared
from people.models import User


def live_class_of(page: Page) -> LiveClassPage | None:
    """Return the live class that ``page`` is, or ``None``."""
    return LiveClassPage.objects.filter(pk=page.pk).first()


def training_class_of(page: Page) -> TrainingClassPage | None:
    """Return the class at or above ``page``, or ``None``."""
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    return TrainingClassPage.objects.filter(path__in=paths).order_by("-depth").first()


def due_surveys(user: User) -> QuerySet[FeedbackSurvey]:
    """Surveys that are open now in the classes of ``user`` and not yet answered, soonest end first."""
    return _due(user.pk, timezone.now()).select_related("form", "page")


@prepared
def surveys_due(learner: int, now: datetime.datetime) -> QuerySet[FeedbackSurvey, tuple[int]]:
    """The keys of the surveys open at ``now`` in the classes of a learner who has not answered them."""
    return _due(learner, now).values_list("pk")


def _due(learner: Any, now: Any) -> QuerySet[FeedbackSurvey]:
    classes = classes_attended(learner).order_by().values("path")
    answered = FeedbackParticipation.objects.filter(survey=OuterRef("pk"), learner_id=learner)
    return (
        FeedbackSurvey.objects.alias(parent_path=Left("page__path", Length("page__path") - Page.steplen))
        .filter(Q(parent_path__in=classes) | Q(page__path__in=classes))
        .filter(opens_at__lte=now, closes_at__gt=now, page__live=True)
        .exclude(Exists(answered))
        .order_by("closes_at", "pk")
    )


@prepared
def surveys_with(keys: list[int]) -> QuerySet[FeedbackSurvey]:
    """The surveys with these keys, with their forms and pages."""
    return FeedbackSurvey.objects.filter(pk__in=keys).select_related("form", "page")


def surveys_of_instructor(user: User) -> QuerySet[FeedbackSurvey]:
    """Surveys about live classes in which ``user`` instructs, latest first, with ``answer_count``."""
    own = LiveClassPage.objects.filter(instructors__instructor_id=user.pk).values("pk")
    return (
        FeedbackSurvey.objects.filter(page__in=own)
        .annotate(answer_count=Count("participations"))
        .select_related("form", "page")
        .order_by("-closes_at", "-pk")
    )
