"""Who answered, and what was answered: two tables that nothing joins when a survey is anonymous."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedbackParticipation(models.Model):
    """That someone has answered a survey, once. Carries no time, so that it cannot be matched with answers."""

    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="participations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["survey", "learner"], name="evaluations_answered_once")]

    def __str__(self) -> str:
        return str(self.survey_id)


class FeedbackResponse(models.Model):
    """One filled-in form; ``learner`` stays empty when the survey is anonymous."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="responses")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return str(self.pk)


class FeedbackAnswer(models.Model):
    """The answer to one question: a number for a scale or choice, words for a text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(FeedbackResponse, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("evaluations.FeedbackQuestion", on_delete=models.PROTECT, related_name="answers")
    number = models.SmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="evaluations_answer_once"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)
