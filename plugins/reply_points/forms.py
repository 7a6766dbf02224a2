"""What a school or a class sets about points for replies."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """How much a reply is worth; both in points."""

    points_a_reply = forms.DecimalField(
        label=_("Points for each reply"),
        help_text=_("Who has spoken in the room, as its record says, gets as much once an evening."),
        initial=Decimal("0.5"),
        min_value=Decimal("0.01"),
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
