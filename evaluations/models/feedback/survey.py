"""A form attached to what it is about."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from schoolhouse.refusals import Refusal


class FeedbackSurvey(models.Model):
    """A feedback form attached to a page, open for a time, and the class whose learners are asked.

    ``page`` is a live class, a forum evening, a lesson or the class itself; with an ``instructor`` it is about what
    that person did there. ``opens_before`` is the rule by which it opens: so many minutes before the end of that.
    """

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
        Page,
        verbose_name=_("about"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A live class, a forum evening, a lesson, or a whole class."),
    )
    training_class = models.ForeignKey(
        "classes.TrainingClassPage",
        verbose_name=_("class whose learners are asked"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Needed for a lesson; else the class above the page."),
    )
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("instructor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Where the form is about one person: of those who teach it, only they read what was answered."),
    )
    is_anonymous = models.BooleanField(
        _("anonymous"),
        editable=False,
        help_text=_("Taken from the form when it is attached, and kept: a promise is not changed."),
    )
    opens_before = models.PositiveSmallIntegerField(
        _("opens so many minutes before the end"),
        null=True,
        blank=True,
        help_text=_("The opening time follows from it. Empty: at the time given below."),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    followed = models.UUIDField(
        null=True, editable=False, help_text=_("The change of the timetable that the times followed last.")
    )
    is_reminded = models.BooleanField(default=False, editable=False)
    is_settled = models.BooleanField(
        default=False, editable=False, help_text=_("Its sealed answers have been released; no more are taken.")
    )

    class Meta:
        verbose_name = _("feedback survey")
        verbose_name_plural = _("feedback surveys")
        indexes = [models.Index(fields=["closes_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "page", "training_class"],
                condition=Q(instructor=None),
                name="evaluations_survey_once_a_class",
            ),
            models.UniqueConstraint(
                fields=["form", "page", "training_class", "instructor"],
                condition=Q(instructor__isnull=False),
                name="evaluations_survey_once_a_person",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="evaluations_survey_times"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.page}" + (f" · {self.instructor}" if self.instructor_id else "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the newest version of the form and its promise of anonymity when the survey is made.

        So it does when another form is chosen. The class is that of the page. Raises ``Refusal`` where the form was
        never published.
        """
        if self._state.adding and self.is_anonymous is None:
            self.is_anonymous = self.form.is_anonymous
        if self._state.adding and self.training_class_id is None:
            from evaluations.queries.survey import training_class_of  # which asks this model

            self.training_class = training_class_of(self.page)
        if self._asks_another_form(kwargs.get("update_fields")):
            newest = self.form.newest_version
            if newest is None:
                raise Refusal(_("Publish the form first."), code="not_published")
            self.version = newest
            if not self._state.adding:
                self.is_anonymous = self.form.is_anonymous
        super().save(*args, **kwargs)

    def is_open(self, now: datetime.datetime) -> bool:
        """Say whether answers are taken at ``now``."""
        return self.opens_at <= now < self.closes_at and not self.is_settled

    def _asks_another_form(self, changed: Any = None) -> bool:
        """Say whether the version is not one of the form; what is saved without its form asks the same."""
        if changed is not None and "form" not in changed:
            return False
        return self.version_id is None or self.version.form_id != self.form_id

    def clean(self) -> None:
        """Refuse a survey that closes before it opens, whose form was never published or is changed under answers."""
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It cannot close before it opens.")})
        if self.form_id and self._asks_another_form() and self.form.newest_version is None:
            raise ValidationError({"form": _("Publish the form first.")})
        if not self._state.adding and (self.participations.exists() or self.paper_forms.exists()):
            was = type(self).objects.get(pk=self.pk)
            for name in ("form", "page", "training_class", "instructor"):
                if getattr(was, f"{name}_id") != getattr(self, f"{name}_id"):
                    raise ValidationError({name: _("It has been answered: this cannot be changed any more.")})
