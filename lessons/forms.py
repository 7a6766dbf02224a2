"""What a lesson's page reports."""

from django import forms


class ProgressForm(forms.Form):
    """How far the page was read, and for how long since the last report."""

    percent = forms.IntegerField(min_value=0, max_value=100)
    seconds = forms.IntegerField(min_value=0, max_value=86_400)
