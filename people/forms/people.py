"""Forms of the section of people: an account, and the roles that it holds."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.actions.roles import grant_role, revoke_role
from people.models import Organization, Role, RoleAssignment, User
from people.permissions import may_change_person, may_grant
from people.scope import scope_of

Holding = tuple[str, Organization]


class OrganizationField(forms.ModelChoiceField):
    """Chooses an organization; indented as in the tree."""

    def label_from_instance(self, obj: Organization) -> str:  # type: ignore[override]
        """Return the name, indented by depth."""
        return f"{'— ' * (obj.depth - 1)}{obj.name}"


class RoleRow(forms.Form):
    """One role in one organization."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices], required=False)
    organization = OrganizationField(label=_("Organization"), queryset=Organization.objects.none(), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["organization"])
        field.queryset = scope_of(by).organizations(Role.ADMINISTRATOR).order_by("path")
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither, and only for what may be given."""
        data = super().clean() or {}
        role, organization = data.get("role"), data.get("organization")
        if bool(role) != bool(organization) and not self.errors:
            raise forms.ValidationError(_("Choose both a role and an organization."))
        if role and organization and not may_grant(self.by, role, organization):
            raise forms.ValidationError(_("You may not give or take this role here."))
        return data


RoleRows = forms.formset_factory(RoleRow, extra=2, can_delete=True)


class PersonForm(forms.ModelForm):
    """An account and its roles, as an administrator sees them: only the roles in own organizations.

    Passwords are never set here; a new person signs in with a printed one-time code.
    """

    class Meta:
        model = User
        fields = ("full_name", "account_name", "email", "phone", "preferred_language", "is_active", "is_superuser")

    def __init__(self, *args: Any, by: User, editing_self: bool = False, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["preferred_language"] = forms.ChoiceField(
            label=self.fields["preferred_language"].label,
            required=False,
            choices=[("", _("As the browser asks")), *settings.LANGUAGES],
        )
        if not by.is_superuser or editing_self:
            del self.fields["is_superuser"]
        else:
            self.fields["is_superuser"].label = _("Administrator of the server")
            self.fields["is_superuser"].help_text = _("May do everything, in every organization.")
        if editing_self or self.instance.pk is None:
            del self.fields["is_active"]
        if self.instance.pk and not may_change_person(by, self.instance):
            for field in self.fields.values():
                field.disabled = True
        held = [{"role": role, "organization": place.pk} for role, place in self.held()]
        self.roles = RoleRows(
            self.data if self.is_bound else None, initial=held, prefix="roles", form_kwargs={"by": by}
        )

    def held(self) -> list[Holding]:
        """Return the roles that the person holds in organizations of who edits."""
        if self.instance.pk is None:
            return []
        rows = RoleAssignment.objects.filter(
            scope_of(self.by).within("organization", Role.ADMINISTRATOR), user=self.instance
        ).select_related("organization")
        return [(row.role, row.organization) for row in rows.order_by("organization__path", "role")]

    def is_valid(self) -> bool:
        """Check the account and every role row."""
        rows_valid = self.roles.is_valid()
        return super().is_valid() and rows_valid and self._keeps_a_role()

    def _keeps_a_role(self) -> bool:
        if self.by.is_superuser or self.wanted():
            return True
        self.add_error(None, _("Give the person at least one role in one of your organizations."))
        return False

    def wanted(self) -> list[Holding]:
        """Return the roles that the rows ask for."""
        rows = [row.cleaned_data for row in self.roles.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        return [(row["role"], row["organization"]) for row in rows if row.get("role")]

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save the account, then give and take roles as the person who edits."""
        person: User = super().save(commit=False)
        if person.pk is None:
            person.set_unusable_password()
        person.save()
        held, wanted = self.held(), self.wanted()
        for role, organization in wanted:
            if (role, organization) not in held:
                grant_role(user=person, role=role, organization=organization, by=self.by)
        for role, organization in held:
            if (role, organization) not in wanted:
                revoke_role(user=person, role=role, organization=organization, by=self.by)
        return person


class GiveRoleForm(RoleRow):
    """The role that many people get at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = self.fields["organization"].required = True
