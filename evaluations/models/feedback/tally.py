"""What was answered, counted beforehand: figures of a school read these rows and never the answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class QuestionTally(models.Model):
    """How often each level or choice of a question was given in a survey; about one instructor, where asked so.

    ``part`` is that of the answers: the row of a matrix, one of several choices, else empty. ``counts`` is by number,
    as text. ``given`` is how many answered, in words as well; ``total`` and ``squares`` are the sums of their levels
    and of the squares of these, as of five levels, and 0 where a question has none. Written by
    ``evaluations.actions.feedback.tallying`` in the transaction in which answers may be read from then on.
    """

    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.CASCADE, related_name="question_tallies")
    question = models.ForeignKey("evaluations.FeedbackQuestion", on_delete=models.CASCADE, related_name="tallies")
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=40, blank=True)
    counts = models.JSONField()
    given = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=6)
    squares = models.DecimalField(max_digits=16, decimal_places=6)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tally of a question")
        verbose_name_plural = _("tallies of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question", "part"],
                condition=Q(instructor=None),
                name="evaluations_question_tally_once",
            ),
            models.UniqueConstraint(
                fields=["survey", "question", "instructor", "part"],
                condition=Q(instructor__isnull=False),
                name="evaluations_question_tally_about_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.question_id}"


class SurveyTally(models.Model):
    """All questions with levels of a survey together, or those about one instructor: what figures of a school add up.

    Only questions that at least five have answered are in it, so that no sum, and no difference of two sums, is of
    fewer people. ``people`` is how many answered the question that most answered, ``given`` how many levels all gave
    in all; ``level_1`` to ``level_5`` are how often each was given, as of five, the nearest.
    """

    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.CASCADE, related_name="tallies")
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    people = models.PositiveIntegerField()
    given = models.PositiveIntegerField()
    level_1 = models.PositiveIntegerField()
    level_2 = models.PositiveIntegerField()
    level_3 = models.PositiveIntegerField()
    level_4 = models.PositiveIntegerField()
    level_5 = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=6)
    squares = models.DecimalField(max_digits=16, decimal_places=6)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tally of a survey")
        verbose_name_plural = _("tallies of surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["survey"], condition=Q(instructor=None), name="evaluations_survey_tally_once"
            ),
            models.UniqueConstraint(
                fields=["survey", "instructor"],
                condition=Q(instructor__isnull=False),
                name="evaluations_survey_tally_about_once",
            ),
            models.CheckConstraint(condition=Q(people__gte=5), name="evaluations_survey_tally_of_five"),
        ]

    def __str__(self) -> str:
        return str(self.survey_id)
