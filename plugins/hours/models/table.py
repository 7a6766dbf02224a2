"""The conversion table of an organization: what counts for how many training hours."""

import uuid
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

_FACTOR = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10))]
_ONE = Decimal("1.00")


class ConversionTable(models.Model):
    """How time becomes training hours, in an organization and below it, from one day to another.

    ``version`` grows with each change; what was booked names the version it was booked by. A table that is not saved
    holds where no organization has one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Such as the year or the document it follows."))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Empty: until further notice."))
    minutes_an_hour = models.PositiveSmallIntegerField(
        _("minutes of a training hour"), default=45, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    most_a_day = models.DecimalField(
        _("most training hours a day"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("8.00"),
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(24))],
    )
    online_factor = models.DecimalField(
        _("an hour online counts for"), max_digits=4, decimal_places=2, default=_ONE, validators=_FACTOR
    )
    lesson_factor = models.DecimalField(
        _("an hour of a lesson studied alone counts for"),
        max_digits=4,
        decimal_places=2,
        default=_ONE,
        validators=_FACTOR,
        help_text=_("Applied to the training hours that the lesson states, when it is finished."),
    )
    outside_factor = models.DecimalField(
        _("an hour outside the school counts for"), max_digits=4, decimal_places=2, default=_ONE, validators=_FACTOR
    )
    required_a_year = models.DecimalField(
        _("training hours asked for in a year"),
        max_digits=5,
        decimal_places=1,
        default=Decimal("40.0"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(2000))],
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("organization"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes_an_hour"), FieldPanel("most_a_day")]),
                FieldRowPanel([FieldPanel("online_factor"), FieldPanel("outside_factor")]),
                FieldPanel("lesson_factor"),
            ],
            heading=_("What counts for how much"),
            help_text=_("A change counts what was booked by this table anew; the ledger keeps both."),
        ),
        FieldPanel("required_a_year"),
    ]

    class Meta:
        verbose_name = _("conversion table")
        verbose_name_plural = _("conversion tables")
        ordering = ["organization__path", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "valid_from"],
                name="hours_table_once_a_day",
                violation_error_message=_("There is a table of this organization from this day on already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="hours_table_dates"
            ),
            models.CheckConstraint(condition=Q(minutes_an_hour__gte=1), name="hours_table_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.organization}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Count the versions."""
        if not self._state.adding:
            self.version += 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a table that ends before it begins."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("It cannot end before it begins.")})
