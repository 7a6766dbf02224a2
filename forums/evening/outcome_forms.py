"""What a host types in of an outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.actions.evening.outcome import Task, Written
from forums.forms import changed
from forums.models import FollowUp, Outcome
from forums.models.outcome import MOST_FOLLOW_UPS, TEXT_LENGTH, THEME_LENGTH, WHAT_LENGTH
from people.models import User

EMPTY_ROWS = 3


class OutcomeForm(forms.Form):
    """Theme, discussion and what was agreed. ``base`` is the version that the screen showed."""

    theme = forms.CharField(label=_("Theme"), max_length=THEME_LENGTH, required=False)
    discussion = forms.CharField(
        label=_("Discussion"), max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    agreed = forms.CharField(
        label=_("What was agreed"), max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """Say in words when the hidden field was damaged on its way."""
        if "base" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data

    def begin_from(self, version: int) -> None:
        """Take up from the version that stands now: what was typed goes over it when it is sent again."""
        self.data = changed(self, base=str(version))


class TaskForm(forms.Form):
    """One thing to do; without words it is none."""

    what = forms.CharField(label=_("What is to be done"), max_length=WHAT_LENGTH, required=False)
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), required=False, to_field_name="public_id"
    )
    due_on = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("full_name", "pk")
        field.label_from_instance = lambda person: person.full_name
        # The same people in each row: they are asked for once.
        field.choices = [("", "—"), *((person.public_id, person.full_name) for person in people)]

    def clean(self) -> dict[str, Any]:
        """Ask what it is where somebody, or a day, is named."""
        data = self.cleaned_data
        if not data.get("what") and (data.get("owner") or data.get("due_on")):
            self.add_error("what", _("Say what is to be done."))
        return data


TaskForms = forms.formset_factory(
    TaskForm, extra=EMPTY_ROWS, max_num=MOST_FOLLOW_UPS, validate_max=True, absolute_max=MOST_FOLLOW_UPS + EMPTY_ROWS
)


def written(form: OutcomeForm, tasks: Any, outcome: Outcome | None) -> Written:
    """Return what was typed, from forms that are valid."""
    kept = {row.public_id: row for row in FollowUp.objects.filter(outcome=outcome)} if outcome else {}
    rows = [one.cleaned_data for one in tasks.forms if one.cleaned_data.get("what")]
    return Written(
        form.cleaned_data["theme"],
        form.cleaned_data["discussion"],
        form.cleaned_data["agreed"],
        [Task(row["what"], row["owner"], row["due_on"], kept.get(row["key"])) for row in rows],
        form.cleaned_data["base"],
    )


class ReopenForm(forms.Form):
    """Why a settled outcome is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=250)
