"""What a school or a class sets about the reminder."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """When the class teacher is reminded."""

    days_before = forms.IntegerField(
        label=_("Days before the class starts"),
        help_text=_("The class teacher gets an e-mail with those who have not signed in by then."),
        initial=1,
        min_value=0,
        max_value=30,
    )
