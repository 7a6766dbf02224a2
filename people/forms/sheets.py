"""Uploading a spreadsheet."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SheetForm(forms.Form):
    """The file. An empty one gets through to the reader, which says it better."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx or .csv file with a row of headings: name, kind, code, parent organization."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
