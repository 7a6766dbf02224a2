"""What markers gave for answers in words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.theory_tests.models.attempt import AttemptAnswer

COMMENT_LENGTH = 2_000
REASON_LENGTH = 250


class MarkStep(models.IntegerChoices):
    """Whose mark it is."""

    FIRST = 1, pgettext_lazy("mark", "First marker")
    SECOND = 2, pgettext_lazy("mark", "Second marker")
    AGREED = 3, pgettext_lazy("mark", "Agreed")
    CORRECTED = 4, pgettext_lazy("mark", "Corrected")


class Mark(models.Model):
    """Points that somebody gave for an answer; ``criteria`` are ``[{"words": …, "points": "1", "most": "2"}]``.

    A correction has a ``reason``; what was given before stays beside it, and the last correction counts.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answer = models.ForeignKey(AttemptAnswer, on_delete=models.PROTECT, related_name="marks")
    step = models.PositiveSmallIntegerField(choices=MarkStep.choices)
    share = models.DecimalField(max_digits=7, decimal_places=6)
    criteria = models.JSONField(default=list)
    comment = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("test", "mark")
        verbose_name_plural = pgettext_lazy("test", "marks")
        ordering = ["answer", "step", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "step"],
                condition=~Q(step=MarkStep.CORRECTED),
                name="theory_tests_mark_step_once",
            ),
            models.CheckConstraint(
                condition=(Q(step=MarkStep.CORRECTED) & ~Q(reason="")) | (~Q(step=MarkStep.CORRECTED) & Q(reason="")),
                name="theory_tests_mark_reason",
            ),
            models.CheckConstraint(condition=Q(step__in=MarkStep.values), name="theory_tests_mark_step"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="theory_tests_mark_share"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.step}"


class Settled(models.Model):
    """Says that a learner's result at a test was put onto the ledger and told; ``attempt`` is the one that counts."""

    sitting = models.ForeignKey("theory_tests.Sitting", on_delete=models.PROTECT, related_name="settled")
    enrollment = models.ForeignKey("classes.Enrollment", on_delete=models.PROTECT, related_name="theory_settled")
    attempt = models.ForeignKey("theory_tests.Attempt", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("result of a test")
        verbose_name_plural = _("results of tests")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment"], name="theory_tests_settled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.enrollment_id}"
