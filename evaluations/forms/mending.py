"""What is said of an action item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.actions.feedback.mending import TEXT_LENGTH
from people.models import User


class FlagForm(forms.Form):
    """Something that learners said, to be mended."""

    question = forms.CharField(label=_("What it is about"), max_length=250)
    said = forms.CharField(
        label=pgettext_lazy("action item", "What was said"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class HandForm(forms.Form):
    """Who mends it, and by when."""

    owner = forms.ModelChoiceField(label=_("Who mends it"), queryset=User.objects.none(), required=False)
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What was done, or why nothing is."""

    answer = forms.CharField(
        label=_("What was done, or why nothing is"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The learners read it: “You said, we did.”"),
    )
