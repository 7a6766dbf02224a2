"""Assessment schemes: how 100 points are split over components."""

import uuid

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
