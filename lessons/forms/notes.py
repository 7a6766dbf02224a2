"""Writing a note without scripts."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lessons.models.note import BODY_LENGTH


class NoteForm(forms.Form):
    """A note; ``client_key`` is drawn when the form is shown, ``version`` is the one that was read.

    A passage may be marked without words.
    """

    # Its length is checked by the action: a browser sends two characters for each line break.
    body = forms.CharField(
        label=_("Your note"),
        error_messages={"required": _("Please write something first.")},
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": BODY_LENGTH}),
        help_text=_("Only you can read it."),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, needs_words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = needs_words

    def clean(self) -> dict[str, Any]:
        """Say in words when a hidden field was damaged on its way."""
        if {"client_key", "version"} & self.errors.keys():
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data
