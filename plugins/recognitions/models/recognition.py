"""A recognition of a class, and what was done about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TrainingClassPage
from evaluations.models import SchemeComponent

MOST_PLACES = 100


class Means(models.TextChoices):
    """How it is decided who is recognized."""

    RULE = "rule", pgettext_lazy("recognition", "By points")
    VOTE = "vote", pgettext_lazy("recognition", "By a vote of the learners")
    JURY = "jury", pgettext_lazy("recognition", "By a jury")


class RecognitionState(models.TextChoices):
    """How a recognition stands. The edges between them are in ``plugins.recognitions.actions.edges``."""

    DRAFT = "draft", pgettext_lazy("recognition", "Being prepared")
    OPEN = "open", pgettext_lazy("recognition", "Ballots are open")
    COUNTED = "counted", pgettext_lazy("recognition", "Counted")
    AWARDED = "awarded", pgettext_lazy("recognition", "Awarded")
    CALLED_OFF = "called_off", pgettext_lazy("recognition", "Called off")


class Recognition(models.Model):
    """A title that some learners of a class are given, such as a star of learning (学习之星).

    ``places`` is how many may have it, and how many names a ballot has at most. By points it goes by the total, or by
    one ``component`` of the assessment scheme.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClassPage, on_delete=models.CASCADE, related_name="recognitions")
    title = models.CharField(pgettext_lazy("recognition", "title"), max_length=60)
    description = models.CharField(pgettext_lazy("recognition", "what for"), max_length=250, blank=True)
    means = models.CharField(pgettext_lazy("recognition", "how it is decided"), max_length=4, choices=Means.choices)
    places = models.PositiveSmallIntegerField(pgettext_lazy("recognition", "how many"), default=5)
    component = models.ForeignKey(
        SchemeComponent, null=True, blank=True, on_delete=models.PROTECT, related_name="recognitions"
    )
    state = models.CharField(max_length=10, choices=RecognitionState.choices, default=RecognitionState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("recognition", "recognition")
        verbose_name_plural = pgettext_lazy("recognition", "recognitions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "title"],
                condition=~Q(state="called_off"),
                name="recognitions_title_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="recognitions_has_title"),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=MOST_PLACES), name="recognitions_places"),
            models.CheckConstraint(condition=Q(means__in=Means.values), name="recognitions_means_known"),
            models.CheckConstraint(condition=Q(state__in=RecognitionState.values), name="recognitions_state_known"),
            models.CheckConstraint(
                condition=Q(component__isnull=True) | Q(means="rule"), name="recognitions_component_by_rule"
            ),
            models.CheckConstraint(condition=~Q(means="rule", state="open"), name="recognitions_rule_never_open"),
        ]

    def __str__(self) -> str:
        return self.title


class RecognitionStep(models.Model):
    """One change of the state of a recognition: who, when and why. Append-only."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=10, choices=RecognitionState.choices)
    to_state = models.CharField(max_length=10, choices=RecognitionState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
