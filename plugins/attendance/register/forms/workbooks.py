"""Uploading a form to fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models.organization import OrganizationQuerySet
from plugins.attendance.register.forms.entries import UnitField


class WorkbookForm(forms.Form):
    """For whom it is, what it is called, and the file."""

    organization = UnitField(label=_("For"))
    title = forms.CharField(label=_("What it is called"), max_length=100)
    file = forms.FileField(
        label=_("The form"),
        help_text=_("An .xlsx up to 2 MB, with placeholders from the list below; no macros, no formulas, no links."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, units: OrganizationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = units  # type: ignore[attr-defined]
