"""What a list at the roll says: whom the teacher tapped, and that the rest is there."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.attendance.actions.marks import Saying
from plugins.attendance.actions.words import ABSENT, LATE, LEFT, PRESENT, STAYED

OLDEST = datetime.timedelta(days=7)
"""A list that waited longer for a network is taken as if it had waited so long."""
MOST = 2_000


class KeysField(forms.Field):
    """Several public ids."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[uuid.UUID]:
        """Return them in their order. Raises ``ValidationError``."""
        try:
            found = list(dict.fromkeys(uuid.UUID(one) for one in value or []))
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(_("This list is damaged. Open it again.")) from error
        if len(found) > MOST:
            raise ValidationError(_("This list is too long."))
        return found


class _TakenForm(forms.Form):
    """Something that was taken, perhaps without a network, and is sent.

    ``at`` and ``sent_at`` are the device's clock in milliseconds, when it was taken and when it is sent: their
    difference is right even where the clock is wrong.
    """

    at = forms.IntegerField(required=False, min_value=0, max_value=10**14)
    sent_at = forms.IntegerField(required=False, min_value=0, max_value=10**14)

    def taken_at(self) -> datetime.datetime:
        """Return when a valid form was taken, by the server's clock."""
        at, sent_at = self.cleaned_data["at"], self.cleaned_data["sent_at"]
        waited = datetime.timedelta(milliseconds=max(sent_at - at, 0)) if at and sent_at else datetime.timedelta()
        return timezone.now() - min(waited, OLDEST)


class SaidForm(_TakenForm):
    """A list that was taken: ``listed`` are those on it, ``first`` and ``second`` whom the teacher tapped.

    Signing in, ``first`` were absent and ``second`` late; signing out, ``first`` left. Of the others the list says that
    they are there.
    """

    key = forms.UUIDField()
    direction = forms.ChoiceField(choices=[("in", ""), ("out", "")])
    listed = KeysField()
    first = KeysField(required=False)
    second = KeysField(required=False)

    def said(self) -> list[Saying]:
        """Return a word for each person of a valid form, with a key by which it counts once."""
        data = self.cleaned_data
        words = (LEFT, LEFT, STAYED) if data["direction"] == "out" else (ABSENT, LATE, PRESENT)
        tapped = {**dict.fromkeys(data["first"], words[0]), **dict.fromkeys(data["second"], words[1])}
        at = self.taken_at()
        return [Saying(one, tapped.get(one, words[2]), at, uuid.uuid5(data["key"], str(one))) for one in data["listed"]]


class PointForm(_TakenForm):
    """Whom a learning point signs in or out; in where it does not say."""

    key = forms.UUIDField()
    direction = forms.ChoiceField(choices=[("in", ""), ("out", "")], required=False)
    people = KeysField(required=False)
    photo = forms.FileField(required=False, allow_empty_file=True)

    def clean_direction(self) -> str:
        """Return which way it is about."""
        return self.cleaned_data["direction"] or "in"


class SheetForm(forms.Form):
    """A photo of a signed sheet; what is in it is checked by the action."""

    photo = forms.FileField(allow_empty_file=True)


class SignedForm(forms.Form):
    """Who has signed on a sheet."""

    signed = KeysField(required=False)
