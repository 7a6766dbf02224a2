"""What follows from feedback: when something is to be mended, by whom and until when, and what was done."""

import datetime
import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.permission_policies.base import BasePermissionPolicy


class MendingSettings(BaseGenericSetting):
    """From which mean on the school mends, and how long that may take."""

    low_mean = models.DecimalField(
        _("a mean below this is to be mended"),
        max_digits=2,
        decimal_places=1,
        default=Decimal("3.0"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("Of questions with a scale from 1 to 5, asked of at least five learners."),
    )
    days = models.PositiveSmallIntegerField(
        _("days until it is due"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    panels: ClassVar = [FieldPanel("low_mean"), FieldPanel("days")]

    @classmethod
    def get_permission_policy(cls) -> BasePermissionPolicy:
        """Leave it to the administrators of the organization at the top: the school is one."""
        from people.permissions import SchoolSettingsPolicy

        return SchoolSettingsPolicy(cls)

    class Meta:
        verbose_name = _("mending after feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(low_mean__gte=1, low_mean__lte=5, days__gte=1, days__lte=365),
                name="evaluations_mending_settings",
            )
        ]


class ActionItemCause(models.TextChoices):
    """Why something is to be mended."""

    AVERAGE = "average", _("A low mean")
    FLAGGED = "flagged", _("Something that was said")


class ActionItemState(models.TextChoices):
    """How far it is."""

    OPEN = "open", pgettext_lazy("feedback", "To be mended")
    DONE = "done", _("Mended")
    DROPPED = "dropped", _("Left as it is")


class ActionItem(models.Model):
    """Something that feedback asks to be mended. ``answer`` says what was done, or why nothing: learners read it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="action_items")
    cause = models.CharField(max_length=10, choices=ActionItemCause.choices)
    question = models.CharField(_("question"), max_length=250)
    said = models.TextField(_("what was said"), max_length=2_000, blank=True)
    mean = models.DecimalField(max_digits=3, decimal_places=1, null=True, editable=False)
    answer_count = models.PositiveIntegerField(
        null=True, editable=False, help_text=_("Of so many answers it is the mean.")
    )
    state = models.CharField(max_length=10, choices=ActionItemState.choices, default=ActionItemState.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who mends it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_items",
    )
    due_on = models.DateField(_("by when"))
    answer = models.TextField(_("what was done"), max_length=2_000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question"], condition=Q(cause="average"), name="evaluations_action_item_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & ~Q(answer="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="evaluations_action_item_closed_with_answer",
            ),
            models.CheckConstraint(
                condition=~Q(cause="average") | Q(mean__isnull=False, answer_count__isnull=False),
                name="evaluations_action_item_says_its_mean",
            ),
        ]
        indexes = [models.Index(fields=["owner", "state"], name="evaluations_action_item_owner")]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be mended."""
        return self.state == ActionItemState.OPEN

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether it should have been mended before ``today``, a day where its class is."""
        return self.is_open and self.due_on < today


class SurveyLook(models.Model):
    """That the means of a closed survey have been looked at; once, so that what is dropped does not come again."""

    survey = models.OneToOneField("evaluations.FeedbackSurvey", on_delete=models.CASCADE, related_name="look")
    looked_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("look at a closed survey")
        verbose_name_plural = _("looks at closed surveys")

    def __str__(self) -> str:
        return str(self.survey_id)
