"""Closing a class: every step of it, and what each learner came to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClassState(models.TextChoices):
    """Whether a class can still be changed. The edges between them are in ``classes.closing.edges``."""

    OPEN = "open", pgettext_lazy("class", "Open")
    CLOSED = "closed", pgettext_lazy("class", "Closed")


class ClassStep(models.Model):
    """A class was closed, or opened again: by whom, when, why, and what was missing then. Append-only.

    ``number`` counts the steps of a class from 1; a class without a step is open. ``gaps`` are the things that were
    missing when it was closed: a list of ``{"check", "text", "count"}``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    to_state = models.CharField(max_length=10, choices=ClassState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    gaps = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("step of a class")
        verbose_name_plural = _("steps of classes")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "number"], name="classes_step_number_once"),
            # Closed and open take turns, and a class begins open.
            models.CheckConstraint(
                condition=(Q(to_state="closed", number__gt=F("number") / 2 * 2) & Q(number__gte=1))
                | Q(to_state="open", number=F("number") / 2 * 2, number__gte=2),
                name="classes_step_takes_turns",
            ),
            models.CheckConstraint(condition=Q(to_state="closed") | ~Q(reason=""), name="classes_step_open_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_to_state_display()}"

    @property
    def version(self) -> int:
        """Which version of the results a closing made, from 1."""
        return (self.number + 1) // 2


class Outcome(models.TextChoices):
    """What a learner came to in a class."""

    COMPLETED = "completed", pgettext_lazy("outcome", "Completed")
    NOT_COMPLETED = "not_completed", pgettext_lazy("outcome", "Not completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")


class ClassResult(models.Model):
    """What one learner came to when the class was closed, with the facts known that day. Never changed.

    ``facts`` has the shape that ``classes.closing.facts`` describes.
    """

    step = models.ForeignKey(ClassStep, on_delete=models.PROTECT, related_name="results")
    enrollment = models.ForeignKey("classes.Enrollment", on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    facts = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("class result")
        verbose_name_plural = _("class results")
        constraints = [
            models.UniqueConstraint(fields=["step", "enrollment"], name="classes_result_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="classes_result_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.get_outcome_display()}"
