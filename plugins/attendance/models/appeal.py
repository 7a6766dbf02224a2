"""A learner says that a state is wrong, and whoever takes the roll answers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment
from plugins.attendance.models.roll import Roll


class AppealState(models.TextChoices):
    """How an appeal stands. The edges between them are in ``plugins.attendance.actions.appeal_edges``."""

    OPEN = "open", pgettext_lazy("appeal", "Waiting for an answer")
    GRANTED = "granted", pgettext_lazy("appeal", "Granted")
    REFUSED = "refused", pgettext_lazy("appeal", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")


class Appeal(models.Model):
    """What a learner says about one roll. One at a time waits; what was answered stays, and may be asked once more."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attendance_appeals")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="appeals")
    text = models.CharField(_("what was so"), max_length=500)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.CharField(pgettext_lazy("appeal", "answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "roll"],
                condition=models.Q(state=AppealState.OPEN),
                name="attendance_one_open_appeal",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AppealState.REFUSED) | ~models.Q(answer=""),
                name="attendance_refused_appeal_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.roll}"
