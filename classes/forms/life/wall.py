"""Forms of the class wall."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classes.models.life.wall import BODY_LENGTH, MOST_PHOTOS, REASON_LENGTH


class PhotosInput(forms.ClearableFileInput):
    """Several photos at once, from the album or the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A list of uploaded files; what is in them is checked by the action."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Clean each file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in files]


class PostForm(forms.Form):
    """A few words and photos of a day."""

    date = forms.TypedChoiceField(label=_("Day"), coerce=datetime.date.fromisoformat)
    body = forms.CharField(
        label=_("A few words"), required=False, max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(label=_("Photos"), required=False, widget=PhotosInput(attrs={"accept": "image/*"}))
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, days: list[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), date_format(day, "MONTH_DAY_FORMAT")) for day in reversed(days)]
        self.fields["date"].choices = choices  # type: ignore[attr-defined]
        hint = gettext("Up to %(count)d. Where and when they were taken is not kept.")
        self.fields["photos"].help_text = hint % {"count": MOST_PHOTOS}

    def clean(self) -> dict[str, Any]:
        """Say in words when the hidden field was damaged on its way."""
        if "client_key" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data


class HideForm(forms.Form):
    """Why something goes from the wall."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=_("Those who run the class can read it.")
    )
