"""A form attached to what it is about."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class FeedbackSurvey(models.Model):
    """A feedback form attached to a page, such as a live class, open for a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(
        "evaluations.FeedbackForm", verbose_name=_("form"), on_delete=models.PROTECT, related_name="surveys"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("about"), on_delete=models.PROTECT, related_name="+", help_text=_("A live class.")
    )
    is_anonymous = models.BooleanField(
        _("anonymous"),
        editable=False,
        help_text=_("Taken from the form when it is attached, and kept: a promise is not changed."),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    followed = models.UUIDField(
        null=True, editable=False, help_text=_("The change of the timetable that the times followed last.")
    )

    class Meta:
        verbose_name = _("feedback survey")
        verbose_name_plural = _("feedback surveys")
        indexes = [models.Index(fields=["closes_at"])]
        constraints = [
            models.UniqueConstraint(fields=["form", "page"], name="evaluations_survey_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="evaluations_survey_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.page}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the promise of anonymity from the form when the survey is made."""
        if self._state.adding and self.is_anonymous is None:
            self.is_anonymous = self.form.is_anonymous
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a survey that closes before it opens."""
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It cannot close before it opens.")})
