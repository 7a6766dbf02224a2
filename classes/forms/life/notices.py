"""Forms about notices."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.models.life.notice import BODY_LENGTH, TITLE_LENGTH


class NoticeForm(forms.Form):
    """A notice to the class."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    # Its length is checked by the action: a browser sends two characters for each line break.
    body = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8, "maxlength": BODY_LENGTH})
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self) -> dict[str, Any]:
        """Say in words when the hidden field was damaged on its way."""
        if "client_key" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data
