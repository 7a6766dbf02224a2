"""The form of the section of organizations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from people.actions.organizations import (
    change_organization,
    close_organization,
    create_organization,
    move_organization,
)
from people.forms.people import OrganizationField
from people.models import Organization, Role
from people.permissions import may_move_organization
from people.scope import scope_of


class OrganizationForm(WagtailAdminModelForm):
    """An organization and its place in the tree; every change goes through the room's actions."""

    parent = OrganizationField(label=_("Below"), queryset=Organization.objects.none(), required=False)

    class Meta:
        model = Organization
        fields = ("name", "kind", "code", "time_zone", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = scope_of(self.for_user)
        field = self.fields["parent"]
        field.queryset = scope.organizations(Role.ADMINISTRATOR).order_by("path")  # type: ignore[attr-defined]
        field.required = not scope.everything
        if self.instance.pk is None:
            del self.fields["is_active"]
        elif may_move_organization(self.for_user, self.instance):
            field.initial = self.instance.get_parent()
            field.required = field.initial is not None
        else:
            del self.fields["parent"], self.fields["is_active"]

    def clean_parent(self) -> Organization | None:
        """Refuse a place below the organization itself."""
        parent: Organization | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.contains(parent):
            raise forms.ValidationError(_("An organization cannot be moved below itself."))
        return parent

    def save(self, commit: bool = True) -> Organization:
        """Make or change the organization; a ``Refusal`` is shown by the view."""
        by, data = self.for_user, dict(self.cleaned_data)
        parent, active = data.pop("parent", None), data.pop("is_active", None)
        if self.instance.pk is None:
            return create_organization(parent=parent, by=by, **data)
        kept = Organization.objects.get(pk=self.instance.pk)
        organization = change_organization(organization=kept, changes=data, by=by)
        if parent is not None and parent != organization.get_parent():
            organization = move_organization(organization=organization, to=parent, by=by)
        if active is not None and active != organization.is_active:
            close_organization(organization=organization, by=by, closed=not active)
        return organization
