"""A learner says that an entry is wrong, and whoever runs the class answers by a date."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from evaluations.models.points.entry import PointEntry


class AppealState(models.TextChoices):
    """How an appeal stands. The edges between them are in ``evaluations.actions.points.appeal_edges``."""

    OPEN = "open", pgettext_lazy("points appeal", "Waiting for an answer")
    GRANTED = "granted", pgettext_lazy("points appeal", "Granted")
    REFUSED = "refused", pgettext_lazy("points appeal", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("points appeal", "Withdrawn")


class PointAppeal(models.Model):
    """What a learner says about one entry. An answer is owed by the end of ``due_on``, in the class's time zone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(PointEntry, on_delete=models.PROTECT, related_name="appeals")
    text = models.CharField(pgettext_lazy("points appeal", "what is wrong"), max_length=500)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    due_on = models.DateField()
    answer = models.CharField(pgettext_lazy("points appeal", "answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("points", "appeal")
        verbose_name_plural = pgettext_lazy("points", "appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state=AppealState.OPEN),
                name="evaluations_one_open_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppealState.REFUSED) | ~Q(answer=""), name="evaluations_refused_has_answer"
            ),
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="evaluations_appeal_state_known"),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.text[:60]
