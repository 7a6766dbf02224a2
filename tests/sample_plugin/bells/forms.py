"""What a school or a class sets."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """How much ringing counts."""

    points = forms.IntegerField(label=_("Points for ringing"), initial=2, min_value=0, max_value=10)
