"""What the forms of head counts and outside classes have in common: how many, files, and why it is corrected."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.forms.life.wall import PhotosField, PhotosInput
from people.models import Organization
from plugins.attendance.register.evidence import ACCEPT, PICTURES, Paper, paper_from
from plugins.attendance.register.models import EvidenceKind
from plugins.attendance.register.models.entry import MOST_PEOPLE, MOST_REMARKS
from schoolhouse.refusals import Refusal


class PapersField(PhotosField):
    """Files of one kind, each looked at; gives what is kept of them."""

    def __init__(self, *, kind: EvidenceKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        """Return the files that may be kept. Raises ``ValidationError`` that says which is none."""
        try:
            return [paper_from(self.kind, one) for one in super().clean(data, initial)]
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class UnitField(forms.ModelChoiceField):
    """One of some organizations, by its public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organization.objects.none(), to_field_name="public_id", empty_label=None, **kwargs)


def photos_field() -> PapersField:
    """Return the field for pictures of the room."""
    return PapersField(
        kind=EvidenceKind.PHOTO,
        label=_("Photos"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 10 MB each. Where and when they were taken is not kept."),
        widget=PhotosInput(attrs={"accept": ",".join(PICTURES)}),
    )


def sheets_field() -> PapersField:
    """Return the field for the list that people signed."""
    return PapersField(
        kind=EvidenceKind.SHEET,
        label=_("Signed sheet"),
        required=False,
        help_text=_("A scan or a picture of the list that people signed: PDF, JPEG, PNG or WebP."),
        widget=PhotosInput(attrs={"accept": ACCEPT}),
    )


class EntryForm(forms.Form):
    """Fields of every entry; a correction says why."""

    people = forms.IntegerField(label=_("How many people"), min_value=0, max_value=MOST_PEOPLE)
    remarks = forms.CharField(
        label=pgettext_lazy("register", "Remarks"),
        required=False,
        max_length=MOST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = photos_field()
    sheets = sheets_field()

    def __init__(self, *args: Any, corrects: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Why it is corrected"),
                max_length=250,
                help_text=_("What was entered before stays readable beside it. Zero people: it was not held."),
            )

    def papers(self) -> list[Paper]:
        """Return the files of a valid form."""
        return [*self.cleaned_data["photos"], *self.cleaned_data["sheets"]]

    @property
    def reason(self) -> str:
        """Why a valid form corrects something; empty for a new entry."""
        return str(self.cleaned_data.get("reason", ""))
