"""A form attached to what it is about."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from schoolhouse.refusals import Refusal


class FeedbackSurvey(models.Model):
    """A feedback form attached to a page, such as a live class, open for a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(
        "evaluations.FeedbackForm", verbose_name=_("form"), on_delete=models.PROTECT, related_name="surveys"
    )
    version = models.ForeignKey(
        "evaluations.FeedbackFormVersion",
        verbose_name=_("version"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="surveys",
        help_text=_("Of the form, as it was when it was attached: answers are to what was asked."),
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
        """Take the newest version of the form and its promise of anonymity when the survey is made.

        So it does when another form is chosen. Raises ``Refusal`` where the form was never published.
        """
        if self._state.adding and self.is_anonymous is None:
            self.is_anonymous = self.form.is_anonymous
        if self._asks_another_form(kwargs.get("update_fields")):
            newest = self.form.newest_version
            if newest is None:
                raise Refusal(_("Publish the form first."), code="not_published")
            self.version = newest
        super().save(*args, **kwargs)

    def _asks_another_form(self, changed: Any = None) -> bool:
        """Say whether the version is not one of the form; what is saved without its form asks the same."""
        if changed is not None and "form" not in changed:
            return False
        return self.version_id is None or self.version.form_id != self.form_id

    def clean(self) -> None:
        """Refuse a survey that closes before it opens, whose form was never published or is changed under answers."""
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It cannot close before it opens.")})
        if self.form_id and self._asks_another_form():
            if self.form.newest_version is None:
                raise ValidationError({"form": _("Publish the form first.")})
            if not self._state.adding and self.participations.exists():
                raise ValidationError({"form": _("It has been answered: another form cannot be asked any more.")})
