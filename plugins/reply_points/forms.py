"""What a school or a class sets about points for replies."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """How much replies and speaking are worth, in points; 0 is nothing."""

    points_a_reply = forms.DecimalField(
        label=_("Points for each reply"),
        initial=Decimal("0.5"),
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    points_spoken = forms.DecimalField(
        label=_("Points for having spoken in the evening"),
        help_text=_("Once an evening, for whoever has spoken in the room, as its record says. 0: nothing."),
        initial=Decimal("0.5"),
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    most_points_a_forum = forms.DecimalField(
        label=_("At most for one forum"),
        help_text=_("However much someone writes or says, one evening counts for no more."),
        initial=Decimal(3),
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
    )
