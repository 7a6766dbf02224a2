"""The form of a class that the software did not see."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models.organization import OrganizationQuerySet
from plugins.attendance.register.actions.outside_classes import Held
from plugins.attendance.register.forms.entries import EntryForm, UnitField
from plugins.attendance.register.models import OutsideClass
from plugins.attendance.register.models.outside_class import MOST_SESSIONS


class OutsideForm(EntryForm):
    """What was held, by whom, when, for how long, and how many people were there."""

    organization = UnitField(label=_("Whose register"))
    title = forms.CharField(label=_("What was held"), max_length=200)
    held_at = forms.CharField(label=_("Where it was held"), required=False, max_length=150)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    sessions = forms.IntegerField(
        label=_("How many sessions"),
        initial=1,
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text=_("The same people at each of them: 40 people at 3 sessions are 120 person-times."),
    )
    hours = forms.DecimalField(
        label=_("Hours by the clock, of all sessions together"),
        min_value=Decimal("0.1"),
        max_value=24 * 366,
        max_digits=6,
        decimal_places=2,
    )

    field_order = [
        "organization",
        "title",
        "held_at",
        "starts_on",
        "ends_on",
        "sessions",
        "hours",
        "people",
        "photos",
        "sheets",
        "remarks",
    ]

    def __init__(self, *args: Any, units: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        return data

    def said(self) -> Held:
        """Return what a valid form says."""
        data = self.cleaned_data
        names = ("organization", "title", "held_at", "starts_on", "ends_on", "sessions", "people", "remarks")
        return Held(minutes=round(data["hours"] * 60), **{name: data[name] for name in names})


def initial_of_outside(outside: OutsideClass) -> dict[str, Any]:
    """Return what the form of a correction begins with."""
    names = ("title", "held_at", "starts_on", "ends_on", "sessions", "people", "remarks")
    hours = (Decimal(outside.minutes) / 60).quantize(Decimal("0.01")).normalize()
    return {
        "organization": outside.organization.public_id,
        "hours": f"{hours:f}",
        **{name: getattr(outside, name) for name in names},
    }
