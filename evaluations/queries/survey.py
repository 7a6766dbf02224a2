"""Surveys: what they are about, which are due, what they say."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from classes.models import EnrollmentState, LiveClassPage, TrainingClassPage
from classes.queries.membership import classes_attended
from evaluations.models import FeedbackAnswer, FeedbackParticipation, FeedbackQuestion, FeedbackSurvey, QuestionKind
from foundation.prepared import prepared
from foundation.trees import parent_path_of, paths_to
from people.models import User

MINIMUM_ANSWERS = 5
"""Anonymous results stay closed below this many answers, so that nobody can be guessed."""


def live_class_of(page: Page) -> LiveClassPage | None:
    """Return the live class that ``page`` is, or ``None``."""
    return LiveClassPage.objects.filter(pk=page.pk).first()


def training_class_of(page: Page) -> TrainingClassPage | None:
    """Return the class at or above ``page``, or ``None``."""
    return TrainingClassPage.objects.filter(path__in=paths_to(page.path)).order_by("-depth").first()


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
        FeedbackSurvey.objects.alias(parent_path=parent_path_of("page__path"))
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


@dataclass
class QuestionSummary:
    """What was answered to one question. ``counts`` are the answers at each level, lowest first."""

    question: FeedbackQuestion
    labels: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each level's name with how many chose it, lowest first."""
        return list(zip(self.labels, self.counts, strict=True))

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(self.counts) or len(self.texts)

    @property
    def mean(self) -> Decimal | None:
        """The mean of a scale, to one place."""
        if self.question.kind != QuestionKind.SCALE or not self.total:
            return None
        points = sum(level * count for level, count in enumerate(self.counts, start=1))
        return (Decimal(points) / self.total).quantize(Decimal("0.1"))


@dataclass
class SurveySummary:
    """What a survey says. ``is_closed`` when too few have answered for anonymous results to be shown."""

    survey: FeedbackSurvey
    answered: int
    asked: int
    questions: list[QuestionSummary] = field(default_factory=list)
    is_closed: bool = False

    @property
    def mean(self) -> Decimal | None:
        """The mean over all scale questions, to one place."""
        means = [summary.mean for summary in self.questions if summary.mean is not None]
        return (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.1")) if means else None

    @property
    def lowest(self) -> QuestionSummary | None:
        """The scale question with the lowest mean."""
        scales = [summary for summary in self.questions if summary.mean is not None]
        return min(scales, key=lambda summary: summary.mean or 0, default=None)


def summary_of(survey: FeedbackSurvey) -> SurveySummary:
    """Count the answers of ``survey``: distributions first, then means; texts in no order that tells who wrote."""
    training_class = training_class_of(survey.page)
    asked = training_class.enrollments.filter(state=EnrollmentState.ENROLLED).count() if training_class else 0
    summary = SurveySummary(survey, survey.participations.count(), asked)
    if survey.is_anonymous and summary.answered < MINIMUM_ANSWERS:
        summary.is_closed = True
        return summary
    numbers = {
        (row["question_id"], row["number"]): row["n"]
        for row in FeedbackAnswer.objects.filter(response__survey=survey, number__isnull=False)
        .values("question_id", "number")
        .annotate(n=Count("pk"))
        .order_by()
    }
    texts: dict[int, list[str]] = {}
    answers = FeedbackAnswer.objects.filter(response__survey=survey).exclude(text="").order_by("pk")
    for question_id, text in answers.values_list("question_id", "text"):
        texts.setdefault(question_id, []).append(text)
    for question in survey.form.questions.all():
        labels = question.level_labels
        counts = [numbers.get((question.pk, level), 0) for level in range(1, len(labels) + 1)]
        summary.questions.append(QuestionSummary(question, labels, counts, texts.get(question.pk, [])))
    return summary
