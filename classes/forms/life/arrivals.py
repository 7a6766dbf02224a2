"""Forms of the arrival desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.models.life.arrival import REASON_LENGTH


class UndoForm(forms.Form):
    """Why an arrival was no arrival."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=_("The entry stays; this one is added to it.")
    )
