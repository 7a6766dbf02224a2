from decimal import Decimal

from django import forms


class SettingsForm(forms.Form):
    points_a_reply = forms.DecimalField(initial=Decimal("0.5"), min_value=Decimal("0.01"), max_value=100)
    most_points_a_forum = forms.DecimalField(initial=Decimal(3), min_value=Decimal("0.01"), max_value=100)
