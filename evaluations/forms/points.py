"""Points given, taken and taken back by hand."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.actions.points import MOST_POINTS
from evaluations.models import SchemeComponent


class AwardForm(forms.Form):
    """Points given or taken by hand."""

    points = forms.DecimalField(
        label=_("Points"),
        max_digits=5,
        decimal_places=2,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text=_("A negative number takes points away."),
    )
    component = forms.ModelChoiceField(label=_("Component"), queryset=SchemeComponent.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The learner reads it."))

    def __init__(self, *args: Any, components: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"].queryset = components  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal:
        """Refuse an entry of no points."""
        points: Decimal = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("Please give or take at least something."))
        return points


class ReversalForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The learner reads it."))
