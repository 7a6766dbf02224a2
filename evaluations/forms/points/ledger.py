"""Points given, taken and taken back by hand."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.actions.points import MOST_POINTS
from evaluations.models import SchemeComponent
from people.models import User


class AwardForm(forms.Form):
    """Points given or taken by hand. ``key`` is drawn with the form, so that sending it twice makes one entry."""

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
    key = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, components: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"].queryset = components  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid.uuid4

    def clean_points(self) -> Decimal:
        """Refuse an entry of no points."""
        points: Decimal = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("Please give or take at least something."))
        return points


class ClassAwardForm(AwardForm):
    """The same for many learners at once, each ticked in the list of the class."""

    learners = forms.ModelMultipleChoiceField(queryset=User.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, learners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learners"].queryset = learners  # type: ignore[attr-defined]
        self.fields["learners"].error_messages["required"] = _("Tick at least one learner.")


class ReversalForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The learner reads it."))


class AppealForm(forms.Form):
    """What a learner says is wrong with an entry."""

    text = forms.CharField(label=_("What is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    """What whoever runs the class answers."""

    act = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")], widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("What you answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it. Whoever refuses says why."),
    )
    points = forms.DecimalField(
        label=_("Points in its place"),
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text=_("Where the appeal is granted. Empty: the entry is only taken back."),
    )
