"""Forms of the roster import."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.actions.roster_import import NewOrganization
from classes.queries.roster_plan import UnknownOrganization
from people.models import Organization, OrganizationKind


class UploadForm(forms.Form):
    """The file. An empty one gets through to the reader, which says it better."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_("An .xlsx or .csv file with a row of headings: name, phone or e-mail, organization, post."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


class ExtraColumnsForm(forms.Form):
    """Which of the school's own columns to keep."""

    extra = forms.MultipleChoiceField(
        label=_("Other columns to keep"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, headings: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["extra"].choices = [(heading, heading) for heading in headings]  # type: ignore[attr-defined]


class NewOrganizationForm(forms.Form):
    """One unknown name of the file and what to make of it."""

    create = forms.BooleanField(label=_("Create this organization"), required=False)
    name = forms.CharField(label=_("name"), max_length=150, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=OrganizationKind.choices, required=False)
    parent = forms.ChoiceField(label=_("below"), required=False)

    def __init__(
        self, data: Any = None, *, unknown: UnknownOrganization, parents: list[tuple[Organization, str]]
    ) -> None:
        self.unknown = unknown
        self.parents = {str(organization.public_id): organization for organization, _name in parents}
        known = {organization.pk: organization for organization, _name in parents}
        above = known.get(unknown.parent.pk) if unknown.parent else None
        initial = {"name": unknown.name, "kind": OrganizationKind.TOWNSHIP, "parent": above and str(above.public_id)}
        key = hashlib.sha256(unknown.text.encode()).hexdigest()[:12]
        super().__init__(data, prefix=f"unknown-{key}", initial=initial)
        choices = [(str(organization.public_id), name) for organization, name in parents]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where the organization is wanted."""
        data = super().clean() or {}
        if data.get("create") and not str(data.get("name", "")).strip():
            self.add_error("name", _("The organization needs a name."))
        if data.get("create") and not data.get("parent"):
            self.add_error("parent", _("Choose below which organization it stands."))
        return data

    @property
    def wanted(self) -> NewOrganization | None:
        """What to make, ``None`` where the box is not ticked."""
        data = self.cleaned_data
        if not data.get("create"):
            return None
        return NewOrganization(
            self.unknown.text,
            data["name"].strip(),
            data["kind"] or OrganizationKind.TOWNSHIP,
            self.parents[data["parent"]],
        )
