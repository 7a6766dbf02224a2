"""For whom a link is made, and for how long."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.actions.feedback.guests import MOST_DAYS
from people.models import User

DAYS = 14


class GuestLinkForm(forms.Form):
    """One of the instructors about whom was asked, and a number of days."""

    instructor = forms.ModelChoiceField(label=_("Instructor"), queryset=User.objects.none(), to_field_name="public_id")
    days = forms.IntegerField(label=_("Opens for so many days"), min_value=1, max_value=MOST_DAYS, initial=DAYS)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructor"].queryset = people  # type: ignore[attr-defined]
        self.fields["instructor"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]
