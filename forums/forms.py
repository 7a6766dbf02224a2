"""What people type into a forum."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.forms.pages import keep_holding
from classes.models import TimetableItem, TimetableItemKind, TrainingClassPage
from classes.viewsets import INSTRUCTING_ROLES
from forums.actions.moderation.threads import TITLE_LENGTH
from forums.actions.parts.polls import PollAsked
from forums.actions.post import BODY_LENGTH
from forums.models import PollResults
from forums.models.moderation import REASON_LENGTH
from forums.models.parts.poll import MOST_OPTIONS, OPTION_LENGTH, QUESTION_LENGTH
from people.forms.scoped import ScopedPageForm
from people.models.audience import Audience

WRITING = {
    "data-names-target": "text",
    "data-files-target": "text",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
}
"""Of a text in which people can be named, and which takes pictures and files."""


class FilesMixin:
    """What a form says of the files that may come along."""

    @property
    def accepts(self) -> str:
        """What a browser offers to choose."""
        return ",".join(["image/*", *(f".{suffix}" for suffix in settings.FORUM_FILE_TYPES)])

    @property
    def most_bytes(self) -> int:
        """How large one may be."""
        return int(settings.FORUM_FILE_MAX_BYTES)


class ReplyForm(FilesMixin, forms.Form):
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
                **WRITING,
            }
        ),
        error_messages={"required": _("Please write something first.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reply_to = forms.UUIDField(widget=forms.HiddenInput, required=False)
    anonymous = forms.BooleanField(
        label=_("Post without my name"),
        required=False,
        help_text=_("The others read “Anonymous learner”; who keeps order can ask for the name."),
    )
    # The version of the draft that these words were kept as; a damaged one is none, and costs nobody a post.
    draft = forms.CharField(
        widget=forms.HiddenInput(attrs={"data-draft-target": "version"}), required=False, initial="0"
    )

    def __init__(self, *args: Any, offers_anonymous: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers_anonymous:
            del self.fields["anonymous"]

    def clean_draft(self) -> int:
        """Return the draft's version, 0 for none."""
        text = self.cleaned_data["draft"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def clean(self) -> dict[str, Any]:
        """Say in words when a hidden field was damaged on its way."""
        if {"client_key", "reply_to"} & self.errors.keys():
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data

    def renew_key(self) -> None:
        """Show the form again under another key: what was typed is kept, and is not taken for what was sent before."""
        self.data = changed(self, client_key=str(uuid.uuid4()))

    def see_draft(self, version: int) -> None:
        """Show the form again to somebody who has now seen ``version`` of the draft."""
        self.data = changed(self, draft=str(version))


def changed(form: forms.Form, **values: str) -> QueryDict:
    """Return what was sent, with other values of some fields."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in values.items():
        data[form.add_prefix(name)] = value
    return data


class EditForm(FilesMixin, forms.Form):
    """Another text for a post. ``version`` is the one that its editor saw; a moderator also says why."""

    body = forms.CharField(
        label=_("Text of the post"),
        widget=forms.Textarea(
            attrs={"rows": 10, "class": "textarea", "maxlength": BODY_LENGTH, "data-draft-target": "text", **WRITING}
        ),
        error_messages={"required": _("Please write something first.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Say in words when the hidden field was damaged on its way."""
        if "version" in self.errors:
            self.add_error(None, _("The form was incomplete. Please send it once more."))
        return self.cleaned_data

    def see(self, version: int) -> None:
        """Show the form again to somebody who has now seen ``version``."""
        self.data = changed(self, version=str(version))


class ThreadForm(ReplyForm):
    """A new thread with its first post."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, widget=forms.TextInput(attrs={"data-draft-target": "title"})
    )
    field_order = ["title", "body", "anonymous"]


class ReasonForm(forms.Form):
    """Why a moderator acts, and what is wanted: ``on`` to lock or hide, ``off`` to take that back."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)
    wanted = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput)


class PollForm(forms.Form):
    """A poll of a new thread; nothing typed is none."""

    question = forms.CharField(label=pgettext_lazy("poll", "Question"), max_length=QUESTION_LENGTH, required=False)
    options = forms.CharField(
        label=pgettext_lazy("poll", "Answers"),
        required=False,
        max_length=MOST_OPTIONS * (OPTION_LENGTH + 4),
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
        help_text=_("Each in a line of its own."),
    )
    several = forms.BooleanField(label=_("One may choose several answers"), required=False)
    results = forms.ChoiceField(label=_("Results are shown"), choices=PollResults.choices, required=False)
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: it stays open."),
    )

    @property
    def is_begun(self) -> bool:
        """Whether anything of it was typed."""
        return self.is_bound and bool(self["question"].value() or self["options"].value())

    def asked(self) -> PollAsked | None:
        """Return the poll of a valid form, if there is one."""
        if not self.is_begun:
            return None
        data = self.cleaned_data
        results = data["results"] or PollResults.VOTED
        options = tuple(data["options"].splitlines())
        return PollAsked(data["question"], options, data["several"], results, data["closes_at"])


class WhyForm(forms.Form):
    """Why a moderator wants to know something."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH)


class ForumPageForm(ScopedPageForm):
    """A forum in the page editor; below a class nobody is asked who may read it: the class.

    There it may be bound to an evening of the class's timetable; a salon has its own times.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.parent_page.specific if self.parent_page is not None else None
        for child in self.formsets["hosts"].forms if "hosts" in self.formsets else ():
            keep_holding(child.fields["person"], INSTRUCTING_ROLES, child.instance.person_id)
        if isinstance(place, TrainingClassPage):
            self.instance.audience, self.instance.audience_organization = Audience.CLASS, None
            for name in ("audience", "audience_organization"):
                self.fields.pop(name, None)
            self._offer_evenings(place)
        else:
            self.fields.pop("timetable_item", None)

    def _offer_evenings(self, training_class: TrainingClassPage) -> None:
        field: Any = self.fields.get("timetable_item")
        if field is None:
            return
        kinds = Q(kind=TimetableItemKind.FORUM_EVENING.value) | Q(pk=self.instance.timetable_item_id)
        items = TimetableItem.objects.filter(kinds, training_class_id=training_class.pk)
        field.queryset = items.select_related("page").order_by("starts_at", "pk")

        def label(item: TimetableItem) -> str:
            starts_at = item.starts_at.astimezone(training_class.zone)
            return f"{date_format(starts_at, 'SHORT_DATETIME_FORMAT')} {item}"

        field.label_from_instance = label

    def clean(self) -> dict[str, Any]:
        """Take the times of the evening that was chosen."""
        cleaned: dict[str, Any] = super().clean()
        if (item := cleaned.get("timetable_item")) is not None:
            cleaned["opens_at"], cleaned["closes_at"] = item.starts_at, item.ends_at
        return cleaned
