"""Forms about an enrollment."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why somebody is taken out of a class."""

    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("It stays in the history of this enrollment.")
    )
