"""Surveys: what they are about, and which are due."""

import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from classes.queries.membership import classes_attended
from evaluations.models import FeedbackPaperForm, FeedbackParticipation, FeedbackSurvey
from foundation.prepared import prepared
from foundation.trees import paths_to
from people.models import User


def live_class_of(page: Page) -> LiveClassPage | None:
    """Return the live class that ``page`` is, or ``None``."""
    return LiveClassPage.objects.filter(pk=page.pk).first()


def training_class_of(page: Page) -> TrainingClassPage | None:
    """Return the class at or above ``page``, or ``None``."""
    return TrainingClassPage.objects.filter(path__in=paths_to(page.path)).order_by("-depth").first()


def class_asked(survey: FeedbackSurvey) -> TrainingClassPage | None:
    """Return the class whose learners are asked, or ``None``."""
    return survey.training_class


def place_of(survey: FeedbackSurvey) -> Page:
    """Return the page whose organization a survey is the matter of: its class, else what it is about."""
    return class_asked(survey) or survey.page


def due_surveys(user: User) -> QuerySet[FeedbackSurvey]:
    """Surveys that are open now in the classes of ``user`` and not yet answered, soonest end first."""
    return _due(user.pk, timezone.now()).select_related("form", "page")


@prepared
def surveys_due(learner: int, now: datetime.datetime) -> QuerySet[FeedbackSurvey, tuple[int]]:
    """The keys of the surveys open at ``now`` in the classes of a learner who has not answered them."""
    return _due(learner, now).values_list("pk")


def _due(learner: Any, now: Any) -> QuerySet[FeedbackSurvey]:
    classes = classes_attended(learner).order_by().values("pk")
    answered = FeedbackParticipation.objects.filter(survey=OuterRef("pk"), learner_id=learner)
    return (
        FeedbackSurvey.objects.filter(training_class__in=classes)
        .filter(opens_at__lte=now, closes_at__gt=now, page__live=True, is_settled=False)
        .exclude(Exists(answered))
        .order_by("closes_at", "pk")
    )


@prepared
def surveys_with(keys: list[int]) -> QuerySet[FeedbackSurvey]:
    """The surveys with these keys, with their forms and pages."""
    return FeedbackSurvey.objects.filter(pk__in=keys).select_related("form", "page")


def answer_count() -> Any:
    """Return the expression that counts who has answered a survey, on paper as well."""
    counts = [
        Subquery(
            rows.filter(survey=OuterRef("pk")).order_by().values("survey").annotate(n=Count("pk")).values("n"),
            output_field=IntegerField(),
        )
        for rows in (FeedbackParticipation.objects, FeedbackPaperForm.objects)
    ]
    return Coalesce(counts[0], 0) + Coalesce(counts[1], 0)


def answers_in(survey: FeedbackSurvey) -> int:
    """Count who has answered a survey, on paper as well."""
    return survey.participations.count() + survey.paper_forms.count()


def surveys_of_class(training_class: TrainingClassPage) -> QuerySet[FeedbackSurvey]:
    """Surveys that the learners of a class are asked, latest first, with ``answer_count``."""
    return (
        FeedbackSurvey.objects.filter(training_class=training_class)
        .annotate(answer_count=answer_count())
        .select_related("form", "page", "instructor")
        .order_by("-opens_at", "-pk")
    )


def surveys_of_instructor(user: User) -> QuerySet[FeedbackSurvey]:
    """Surveys about ``user`` and the live classes that ``user`` instructs in, latest first, with ``answer_count``."""
    own = LiveClassPage.objects.filter(instructors__instructor_id=user.pk).values("pk")
    return (
        FeedbackSurvey.objects.filter(Q(page__in=own, instructor=None) | Q(instructor=user.pk))
        .annotate(answer_count=answer_count())
        .select_related("form", "page")
        .order_by("-closes_at", "-pk")
    )
