"""What people type into a forum."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from classes.models import TrainingClassPage
from forums.actions.post import BODY_LENGTH
from forums.actions.thread import TITLE_LENGTH
from people.forms.scoped import ScopedPageForm
from people.models.audience import Audience

REASON_LENGTH = 250


class ReplyForm(forms.Form):
    """A post in a thread. ``client_key`` is drawn when the form is shown: sending it twice makes one post."""

    # Its length is checked by the action: a browser sends two characters for each line break.
    body = forms.CharField(
        label=_("Your post"),
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "class": "textarea",
                "maxlength": BODY_LENGTH,
                "placeholder": _("Your post"),
                "data-draft-target": "text",
            }
        ),
        error_messages={"required": _("Please write something first.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reply_to = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Say in words when a hidden field was damaged on its way."""
        if {"client_key", "reply_to"} & self.errors.keys():
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data

    def renew_key(self) -> None:
        """Show the form again under another key: what was typed is kept, and is not taken for what was sent before."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("client_key")] = str(uuid.uuid4())
        self.data = data


class ThreadForm(ReplyForm):
    """A new thread with its first post."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    field_order = ["title", "body"]


class ReasonForm(forms.Form):
    """Why a moderator acts, and what is wanted: ``on`` to lock or hide, ``off`` to take that back."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)
    wanted = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput)


class ForumPageForm(ScopedPageForm):
    """A forum in the page editor; below a class nobody is asked who may read it: the class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and isinstance(self.parent_page.specific, TrainingClassPage):
            self.instance.audience, self.instance.audience_organization = Audience.CLASS, None
            for name in ("audience", "audience_organization"):
                self.fields.pop(name, None)
