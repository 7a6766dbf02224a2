"""Assessment schemes: how 100 points are split over components. What classes go by is a version of one."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, router
from django.db.models import F, ProtectedError, Q
from django.db.models.deletion import Collector
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from schoolhouse.extension_points import score_rules

ALL = Decimal(100)
"""What the weights of a scheme add up to."""
_SHARE = (MinValueValidator(0), MaxValueValidator(100))


class SchemeAdminForm(WagtailAdminModelForm):
    """The form in the admin: it sees all components together."""

    def clean(self) -> dict[str, Any]:
        """Refuse weights that do not add up, and taking away a component that is used."""
        data = super().clean()
        every = [form for form in self.formsets["components"].forms if form.is_valid()]
        gone = [form.instance for form in every if form.cleaned_data.get("DELETE") and form.instance.pk]
        for component in gone:
            if is_held(component):
                raise ValidationError(
                    _("“%(name)s” is used: let it count 0 instead of deleting it."), params={"name": component.name}
                )
        kept = [
            form.instance
            for form in every
            if not form.cleaned_data.get("DELETE") and (form.has_changed() or form.instance.pk)
        ]
        if "final_share" in data and (fault := weights_fault(data["final_share"], kept)):
            raise ValidationError(fault)
        return data


def is_held(component: "SchemeComponent") -> bool:
    """Say whether something needs a component: points, what a plugin has kept, or a version that a class goes by."""
    collector = Collector(using=router.db_for_write(type(component), instance=component), origin=component)
    try:
        collector.collect([component])
    except ProtectedError:
        return True
    versions = component.scheme.versions.filter(classes__isnull=False).distinct()
    chosen = (part for parts in versions.values_list("parts", flat=True) for part in parts)
    return any(part["component"] == component.pk for part in chosen)


def weights_fault(final_share: Decimal, components: "list[SchemeComponent]") -> str:
    """Say why the weights of a scheme do not add up; nothing where they do."""
    sums = {kind: Decimal(0) for kind in ComponentKind.values}
    for component in components:
        sums[component.kind] += component.maximum or 0
    wanted = {ComponentKind.DAILY.value: ALL - final_share, ComponentKind.FINAL.value: final_share}
    for kind in ComponentKind:
        if sums[kind.value] != wanted[kind.value]:
            return gettext("“%(kind)s” components come to %(sum)s points together; they should come to %(wanted)s.") % {
                "kind": kind.label,
                "sum": f"{sums[kind.value]:.2f}",
                "wanted": f"{wanted[kind.value]:.2f}",
            }
    return ""


class AssessmentScheme(ClusterableModel):
    """How 100 points are split over components (量化考核方案): a template, of which each change makes a version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization",
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="assessment_schemes",
    )
    title = models.CharField(_("title"), max_length=150)
    final_share = models.DecimalField(
        _("share of the final assessment"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=_SHARE,
        help_text=_("Of 100 points, so many are earned at the end; the others day by day."),
    )
    pass_mark = models.DecimalField(_("points to pass"), max_digits=5, decimal_places=2, default=60, validators=_SHARE)
    distinction_mark = models.DecimalField(
        _("points for a distinction"), max_digits=5, decimal_places=2, default=90, validators=_SHARE
    )

    panels = [
        FieldPanel("organization"),
        FieldPanel("title"),
        MultiFieldPanel(
            [
                FieldPanel("final_share"),
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("distinction_mark")]),
            ],
            heading=_("Shares and marks"),
            help_text=_("Classes stay with the version that they chose until they change over to a newer one."),
        ),
        InlinePanel("components", label=_("Component"), heading=_("Components"), min_num=1),
    ]
    base_form_class = SchemeAdminForm

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a distinction that is easier than to pass."""
        super().clean()
        if None not in (self.pass_mark, self.distinction_mark) and self.distinction_mark < self.pass_mark:
            raise ValidationError({"distinction_mark": _("A distinction takes at least as many points as to pass.")})


class ComponentKind(models.TextChoices):
    """Whether a component is earned day by day or at the end."""

    DAILY = "daily", _("Daily")
    FINAL = "final", _("Final")


class RulesField(models.JSONField):
    """A list of the sources of score rules, chosen among those that are registered."""

    def deconstruct(self) -> Any:
        """Stand in migrations as what it is for the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Offer boxes to tick."""
        return forms.MultipleChoiceField(
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            required=False,
            choices=lambda: [(rule.source, rule.label) for rule in score_rules.values()],
            widget=forms.CheckboxSelectMultiple,
        )


class SchemeComponent(Orderable):
    """One part of the 100 points.

    It is worth ``maximum`` at most. What the ledger has for it begins at ``base`` and counts from ``floor`` up to
    ``cap``, which is ``maximum`` where none is given; another cap is converted: of a test of 100 points for 40 of the
    scheme, 80 are worth 32. ``sources`` are the score rules whose points go here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scheme = ParentalKey(AssessmentScheme, on_delete=models.CASCADE, related_name="components")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=ComponentKind.choices, default=ComponentKind.DAILY)
    maximum = models.DecimalField(_("most points"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    base = models.DecimalField(
        pgettext_lazy("points", "begins at"),
        max_digits=6,
        decimal_places=2,
        default=0,
        help_text=_("Everybody has so many from the first day: for conduct, from which points are taken."),
    )
    floor = models.DecimalField(
        pgettext_lazy("points", "counts from"),
        max_digits=6,
        decimal_places=2,
        default=0,
        help_text=_("What the ledger has below it does not make the total smaller."),
    )
    cap = models.DecimalField(
        pgettext_lazy("points", "counts up to"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Empty: as many as it is worth. Another number is converted: 80 of 100 for 40 points are 32."),
    )
    sources = RulesField(
        _("rules"), default=list, blank=True, help_text=_("Points that these rules give go to this component.")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("maximum")]),
        FieldRowPanel([FieldPanel("base"), FieldPanel("floor"), FieldPanel("cap")]),
        FieldPanel("sources"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("component")
        verbose_name_plural = _("components")
        constraints = [
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gt=0, cap__gte=F("floor")),
                name="evaluations_component_floor_below_cap",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a floor above the cap."""
        super().clean()
        cap = self.maximum if self.cap is None else self.cap
        if None not in (self.floor, cap) and self.floor > cap:
            raise ValidationError({"floor": _("It cannot count from more than it counts up to.")})
