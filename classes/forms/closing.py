"""Forms about closing a class."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.actions.closing import LONGEST_REASON
from classes.models import Enrollment


class ClosingForm(forms.Form):
    """Who has not completed the class, and why it is closed although something is missing."""

    not_completed = forms.ModelMultipleChoiceField(
        queryset=Enrollment.objects.none(),
        required=False,
        to_field_name="public_id",
        label=_("Has not completed"),
        error_messages={
            "invalid_choice": _("The roster has changed meanwhile. Please look at the list again."),
            "invalid_pk_value": _("The roster has changed meanwhile. Please look at the list again."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Why the class is closed although something is missing. It stays in the history."),
    )

    def __init__(self, *args: Any, enrolled: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["not_completed"].queryset = enrolled  # type: ignore[attr-defined]


class ReopeningForm(forms.Form):
    """Why a closed class is opened again."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("It stays in the history of the class.")
    )
