"""Who answered, and what was answered: two tables that nothing joins when a survey is anonymous."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager


class FeedbackParticipation(models.Model):
    """That someone has answered a survey, once. Carries no time, so that it cannot be matched with answers.

    Of an anonymous survey all its rows are written anew, in another order, whenever its answers are mixed: see
    ``evaluations.actions.feedback.releasing``. ``is_mixed`` says that this has happened since it came in;
    ``client_key`` knows a form that is sent again, and goes then.
    """

    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="participations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, editable=False)
    is_mixed = models.BooleanField(default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["survey", "learner"], name="evaluations_answered_once")]

    def __str__(self) -> str:
        return str(self.survey_id)


class FeedbackResponse(models.Model):
    """One filled-in form that may be read; ``learner`` stays empty when the survey is anonymous.

    Of an anonymous survey it is written when the sealed answers are released, not when they come in.
    """

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
    """One part of the answer to one question; what it holds is up to the question's kind (``schoolhouse.feedback``).

    ``instructor`` is whom it is about, where the question was asked once for each. ``part`` tells the parts of one
    answer apart: the choices of several, the rows of a matrix.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(FeedbackResponse, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("evaluations.FeedbackQuestion", on_delete=models.PROTECT, related_name="answers")
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=40, blank=True)
    number = models.SmallIntegerField(null=True, blank=True, help_text=_("A level or the place of a choice, from 1."))
    amount = models.DecimalField(null=True, blank=True, max_digits=16, decimal_places=4)
    text = models.TextField(blank=True)
    data = models.JSONField(null=True, blank=True)
    file = models.OneToOneField(
        "evaluations.FeedbackFile", null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )
    tags = TaggableManager(through="evaluations.TaggedAnswer", blank=True, help_text="")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "part"],
                condition=models.Q(instructor=None),
                name="evaluations_answer_part_once",
            ),
            models.UniqueConstraint(
                fields=["response", "question", "instructor", "part"],
                condition=models.Q(instructor__isnull=False),
                name="evaluations_answer_about_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)
