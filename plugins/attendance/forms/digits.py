"""The digits that stand below the code."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class DigitsForm(forms.Form):
    """Six digits, with or without a blank between them."""

    digits = forms.CharField(
        label=_("The six digits on the screen"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-kept-target": "digits"}),
    )

    def clean_digits(self) -> str:
        """Return them without blanks."""
        digits = "".join(self.cleaned_data["digits"].split())
        RegexValidator(r"^[0-9]{6}\Z", _("Six digits, please."))(digits)
        return digits
