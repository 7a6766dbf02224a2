"""Feedback forms and their questions."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable


class FeedbackForm(ClusterableModel):
    """A form that learners fill in about teaching (授课评价意见反馈表)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="feedback_forms"
    )
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(_("introduction"), blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous"), default=True, help_text=_("Who answered is kept apart from what was answered.")
    )

    panels = [
        FieldPanel("organization"),
        FieldPanel("title"),
        FieldPanel("intro"),
        FieldPanel("is_anonymous"),
        InlinePanel("questions", label=_("Question"), heading=_("Questions"), min_num=1),
    ]

    class Meta:
        verbose_name = _("feedback form")
        verbose_name_plural = _("feedback forms")

    def __str__(self) -> str:
        return self.title


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("Scale from 1 to 5")
    SINGLE = "single", _("One of several")
    TEXT = "text", _("In words")


class FeedbackQuestion(Orderable):
    """One question of a form."""

    form = ParentalKey(FeedbackForm, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices, default=QuestionKind.SCALE)
    text = models.CharField(_("question"), max_length=250)
    is_required = models.BooleanField(_("required"), default=True)
    low_label = models.CharField(_("word for the lowest"), max_length=40, blank=True)
    high_label = models.CharField(_("word for the highest"), max_length=40, blank=True)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("low_label"), FieldPanel("high_label")]),
        FieldPanel("choices"),
    ]

    @property
    def level_labels(self) -> list[str]:
        """What each level of a closed question is called, lowest first; empty for one answered in words."""
        if self.kind == QuestionKind.SINGLE:
            return [line.strip() for line in self.choices.splitlines() if line.strip()]
        if self.kind == QuestionKind.SCALE:
            return [self.low_label or "1", "2", "3", "4", self.high_label or "5"]
        return []

    def clean(self) -> None:
        """Refuse a choice of fewer than two answers."""
        super().clean()
        if self.kind == QuestionKind.SINGLE and len(self.level_labels) < 2:
            raise ValidationError({"choices": _("Give at least two choices, one a line.")})

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text
