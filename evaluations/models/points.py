"""Points: the scheme that 100 of them are split by, and the ledger they stand on."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable


class AssessmentScheme(ClusterableModel):
    """How 100 points are split over components (量化考核方案)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="assessment_schemes",
    )
    title = models.CharField(_("title"), max_length=150)

    panels = [
        FieldPanel("organization"),
        FieldPanel("title"),
        InlinePanel("components", label=_("Component"), heading=_("Components"), min_num=1),
    ]

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")

    def __str__(self) -> str:
        return self.title


class ComponentKind(models.TextChoices):
    """Whether a component is earned day by day or at the end."""

    DAILY = "daily", _("Daily")
    FINAL = "final", _("Final")


class SchemeComponent(Orderable):
    """One part of the 100 points."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = ParentalKey(AssessmentScheme, on_delete=models.CASCADE, related_name="components")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=ComponentKind.choices, default=ComponentKind.DAILY)
    maximum = models.DecimalField(_("most points"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("kind"), FieldPanel("maximum")])]

    class Meta(Orderable.Meta):
        verbose_name = _("component")
        verbose_name_plural = _("components")

    def __str__(self) -> str:
        return self.name


class PointEntry(models.Model):
    """A dated, explained entry on a learner's ledger. Append-only: a mistake is reversed by another entry."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="point_entries")
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.PROTECT, related_name="point_entries"
    )
    component = models.ForeignKey(
        SchemeComponent, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=250)
    source = models.CharField(max_length=80, help_text=_("“by hand”, or the rule that made it."))
    source_key = models.CharField(max_length=200, null=True, blank=True, help_text=_("Makes a rule count once."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("point entry")
        verbose_name_plural = _("point entries")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="evaluations_point_entry_source_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="evaluations_point_entry_has_reason"),
        ]
        indexes = [models.Index(fields=["learner", "training_class", "occurred_at"])]

    def __str__(self) -> str:
        return f"{self.points}: {self.reason}"
