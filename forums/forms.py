"""What people type into a forum."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.actions.post import BODY_LENGTH
from forums.actions.thread import TITLE_LENGTH


class ReplyForm(forms.Form):
    """A post in a thread. ``client_key`` is drawn when the form is shown: sending it twice makes one post."""

    body = forms.CharField(
        label=_("Your post"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "class": "textarea", "data-draft-target": "text"}),
        error_messages={"required": _("Please write something first.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reply_to = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ThreadForm(ReplyForm):
    """A new thread with its first post."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    field_order = ["title", "body"]


class ReasonForm(forms.Form):
    """Why a moderator acts."""

    reason = forms.CharField(label=_("Reason"), max_length=250)
