"""Attempts: the questions that somebody got, what they answered, each time they changed it, and what it came to."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment
from plugins.theory_tests.models.bank import QuestionVersion
from plugins.theory_tests.models.sitting import Sitting


class AttemptState(models.TextChoices):
    """How far an attempt is."""

    OPEN = "open", pgettext_lazy("attempt", "Under way")
    MARKING = "marking", pgettext_lazy("attempt", "Being marked")
    MARKED = "marked", pgettext_lazy("attempt", "Marked")


class AnswerState(models.TextChoices):
    """How far the marking of an answer is."""

    OPEN = "open", pgettext_lazy("answer", "Not handed in")
    WAITING = "waiting", pgettext_lazy("answer", "Waits for a marker")
    SECOND = "second", pgettext_lazy("answer", "Waits for a second marker")
    DISPUTED = "disputed", pgettext_lazy("answer", "The markers differ")
    DONE = "done", pgettext_lazy("answer", "Marked")


class Attempt(models.Model):
    """One time that a learner sits a test. ``deadline`` is kept by the server and counts alone.

    ``ended_by_time`` says that it was closed because the time was over, with what was saved until then.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="theory_attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_time = models.BooleanField(default=False)
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=8, decimal_places=2)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("test", "attempt")
        verbose_name_plural = pgettext_lazy("test", "attempts")
        ordering = ["sitting", "enrollment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment", "number"], name="theory_tests_attempt_once"),
            models.UniqueConstraint(
                fields=["sitting", "enrollment"], condition=Q(state="open"), name="theory_tests_one_open_attempt"
            ),
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="theory_tests_attempt_state"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="theory_tests_attempt_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="marked") | Q(points__isnull=False), name="theory_tests_attempt_points"
            ),
        ]
        indexes = [models.Index(fields=["state", "deadline"])]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.enrollment_id} · {self.number}"

    @property
    def share(self) -> Decimal | None:
        """What part of all points it came to, 0 to 1."""
        return None if self.points is None else self.points / self.most


class AttemptAnswer(models.Model):
    """A question of an attempt and what was answered.

    ``order`` is in which the answers of the question stand on the page. ``given`` is ``{}`` where nothing was answered,
    else ``{"choices": [0, 2]}``, ``{"text": …}``, ``{"pairs": {"0": 2}}`` or ``{"places": {"0": 1}}``, by the places
    of the answers in the version's content. ``revision`` grows with each change. ``share`` is what part of ``points``
    it is worth, ``earned`` how many points that is.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    order = models.JSONField(default=list)
    given = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.OPEN)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    earned = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("attempt", "answer")
        verbose_name_plural = pgettext_lazy("attempt", "answers")
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="theory_tests_attempt_answer_once"),
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="theory_tests_answer_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(share__isnull=False, earned__isnull=False),
                name="theory_tests_answer_done",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="theory_tests_answer_share"
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.number}"


class AnswerSave(models.Model):
    """What an answer was from one change to the next: nothing that somebody sent is lost. Never changed."""

    answer = models.ForeignKey(AttemptAnswer, on_delete=models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField()
    given = models.JSONField()
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        ordering = ["answer", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="theory_tests_save_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise ValueError("What was saved is never changed.")
        super().save(*args, **kwargs)
