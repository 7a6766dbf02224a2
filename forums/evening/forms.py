"""What people type in on the evening, beside posts."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.actions.evening.room_record import Said
from forums.forms import changed
from forums.models.question_box import QUESTION_LENGTH
from people.models import User
from schoolhouse.refusals import Refusal


class KeyedForm(forms.Form):
    """A form with a ``client_key`` that is drawn when it is shown: what is sent twice is written once."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Say in words when the hidden field was damaged on its way."""
        if "client_key" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data

    def refused(self, act: Callable[[dict[str, Any]], Any]) -> Refusal | None:
        """Do ``act`` with what was typed; where it is refused, say why in the form and return the refusal."""
        try:
            act(self.cleaned_data)
        except Refusal as refusal:
            self.add_error(None, str(refusal))
            return refusal
        return None

    def renew_key(self) -> None:
        """Show the form again under another key: what was typed is kept, and is not taken for what was sent before."""
        if self.is_bound:
            self.data = changed(self, client_key=str(uuid.uuid4()))


class QuestionForm(KeyedForm):
    """A question for the box."""

    body = forms.CharField(
        label=_("Your question"),
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": QUESTION_LENGTH}),
        error_messages={"required": _("Please write your question first.")},
        help_text=_("Your classmates see it without your name; those who host the class see who asks."),
    )
    field_order = ["body"]


class RecordForm(KeyedForm):
    """Who of a group spoke, and the gist. ``base`` is the version that the screen showed."""

    speakers = forms.ModelMultipleChoiceField(
        label=_("Who spoke"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    gist = forms.CharField(
        label=_("The gist of what was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-record-target": "gist"}),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Where and when it was taken is not kept."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ["speakers", "gist", "photo"]

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["speakers"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("full_name", "pk")
        field.label_from_instance = lambda person: person.full_name

    def said(self) -> Said:
        """Return what was typed."""
        data = self.cleaned_data
        return Said(list(data["speakers"]), data["gist"], data["photo"], data["base"], data["client_key"])

    def begin_from(self, version: int) -> None:
        """Take up from the version that stands now: what was typed goes over it when it is sent again."""
        self.data = changed(self, base=str(version))
