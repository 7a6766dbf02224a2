"""Figures of questions: how hard they were, how well they tell people apart, and who chose what."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from plugins.theory_tests.models.bank import QuestionVersion
from plugins.theory_tests.models.sitting import Sitting


class QuestionFigure(models.Model):
    """What became of a version of a question in one test: first attempts alone are counted.

    ``shares`` is the sum of what part of the points each came to. ``discrimination`` is by how much the better 27
    percent came nearer to all points than the weaker 27 percent, -1 to 1, ``None`` with too few people.
    ``chosen`` is a list of ``{"text", "is_right", "count", "upper", "lower"}``.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="figures")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="figures")
    attempts = models.PositiveIntegerField()
    shares = models.DecimalField(max_digits=12, decimal_places=6)
    discrimination = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    chosen = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figure of a question")
        verbose_name_plural = _("figures of questions")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "version"], name="theory_tests_figure_once"),
            models.CheckConstraint(condition=models.Q(attempts__gte=1), name="theory_tests_figure_attempts"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.sitting_id}"

    @property
    def facility(self) -> Decimal:
        """What part of the points people came to, 0 to 1: the higher, the easier."""
        return self.shares / self.attempts
