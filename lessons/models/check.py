"""What learners answered to the quick checks of lessons."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CheckQuestion(models.Model):
    """A question as it was asked: written when somebody first answers this version, and never changed.

    A check is named by the lesson's ``translation_key`` and the id of its ``block``, which are the same in all
    languages and in every revision; ``version`` is the fingerprint of ``asked``.
    """

    translation_key = models.UUIDField()
    block = models.CharField(max_length=64)
    language = models.CharField(max_length=100)
    version = models.CharField(max_length=32)
    kind = models.CharField(max_length=100)
    asked = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question of a quick check")
        verbose_name_plural = _("questions of quick checks")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "block", "language", "version"], name="lessons_check_question_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.block} {self.language} {self.version}"


class CheckAttempt(models.Model):
    """One answer of a learner. Rows are only added.

    ``number`` counts the learner's attempts at a check in all its versions and languages: the constraint on it keeps
    two that come at once from passing as one. ``is_first`` marks the first one at a version of the question.
    ``client_key`` is made by the page, so that an answer that is sent twice makes one attempt.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(CheckQuestion, on_delete=models.PROTECT, related_name="attempts")
    translation_key = models.UUIDField()
    block = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    is_first = models.BooleanField(default=False)
    answer = models.JSONField()
    is_right = models.BooleanField()
    client_key = models.UUIDField()
    attempted_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt at a quick check")
        verbose_name_plural = _("attempts at quick checks")
        constraints = [
            models.UniqueConstraint(fields=["learner", "client_key"], name="lessons_check_attempt_key"),
            models.UniqueConstraint(
                fields=["translation_key", "block", "learner", "number"], name="lessons_check_attempt_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="lessons_check_attempt_counts"),
        ]
        indexes = [
            models.Index(fields=["question"], condition=Q(is_first=True), name="lessons_check_attempt_first"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.block} {self.number}"
