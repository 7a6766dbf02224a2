"""Forms about reflections."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models.reflection import BODY_LENGTH, COMMENT_LENGTH, LONGEST_MINIMUM


class ReflectionForm(forms.Form):
    """A reflection; what a task asks for has its title and lesson already."""

    title = forms.CharField(label=_("Title"), max_length=200)
    lesson = forms.ChoiceField(label=_("About which lesson"), required=False)
    # Its length is checked by the action: a browser sends two characters for each line break.
    body = forms.CharField(
        label=_("What you take along"),
        error_messages={"required": _("Please write something first.")},
        widget=forms.Textarea(
            attrs={
                "rows": 14,
                "maxlength": BODY_LENGTH,
                "data-kept-text-target": "text",
                "data-action": "input->kept-text#keep",
            }
        ),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, lessons: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lessons is None:
            del self.fields["title"], self.fields["lesson"]
        else:
            self.fields["lesson"].choices = [("", _("The class as a whole")), *lessons.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say in words when a hidden field was damaged on its way."""
        if {"client_key", "version"} & self.errors.keys():
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data


class TaskForm(forms.Form):
    """What a class is asked to write."""

    title = forms.CharField(label=_("Title"), max_length=200)
    lesson = forms.ChoiceField(label=_("About which lesson"), required=False)
    prompt = forms.CharField(
        label=_("What to think about"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_at = forms.DateTimeField(
        label=pgettext_lazy("reflection", "Due"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the time of the class. Later is possible, and is marked."),
    )
    min_length = forms.IntegerField(
        label=_("At least so many characters"), required=False, min_value=0, max_value=LONGEST_MINIMUM, initial=0
    )

    def __init__(self, *args: Any, lessons: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].choices = [("", _("The class as a whole")), *lessons.items()]  # type: ignore[attr-defined]

    def clean_due_at(self) -> datetime.datetime | None:
        """Refuse a year that no clock of another zone could show."""
        due = self.cleaned_data["due_at"]
        if due and not 1970 < due.year < 9000:
            raise forms.ValidationError(self.fields["due_at"].error_messages["invalid"])
        return due  # type: ignore[no-any-return]

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        lesson = uuid.UUID(data["lesson"]) if data["lesson"] else None
        kept = {name: data[name] for name in ("title", "prompt", "due_at")}
        return {**kept, "lesson_key": lesson, "min_length": data["min_length"] or 0}


class JudgementForm(forms.Form):
    """What the class's teacher says to a reflection; ``number`` is the version that was read."""

    comment = forms.CharField(
        label=_("Your comment"),
        required=False,
        help_text=_("Say what should be revised when you return it."),
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "maxlength": COMMENT_LENGTH,
                "data-kept-text-target": "text",
                "data-action": "input->kept-text#keep",
            }
        ),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)
    verdict = forms.ChoiceField(choices=[("return", "return"), ("accept", "accept")], widget=forms.HiddenInput)
