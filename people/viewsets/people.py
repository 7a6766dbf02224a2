"""The section of people: Wagtail's own, within the organizations that an administrator administers."""

from typing import Any

import django_filters
from django.db.models import ProtectedError, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views import users

from people.forms.people import PersonForm
from people.models import Organization, Role, User
from people.models.role import list_roles
from people.permissions import may_change_person, may_issue_code, may_view_as
from people.queries.people import people_administered_by
from people.viewsets.scoped import ScopedFilters
from schoolhouse.refusals import Refusal


class PeopleFilters(WagtailFilterSet):
    """Finds people by role, organization and whether the account is open."""

    is_active = django_filters.BooleanFilter(label=_("Active"), widget=BooleanRadioSelect)
    role = django_filters.ChoiceFilter(
        label=_("Role"), field_name="role_assignments__role", choices=Role.choices, distinct=True
    )
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.order_by("path"), method="below"
    )

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def below(self, people: QuerySet[User], name: str, value: Organization | None) -> QuerySet[User]:
        """Keep people with a role in an organization or below it."""
        if value is None:
            return people
        return people.filter(role_assignments__organization__path__startswith=value.path).distinct()

    class Meta:
        model = User
        fields: list[str] = []


def roles_of(person: User) -> str:
    """Return the roles of ``person``, for the list; they were fetched with the rows."""
    return list_roles(person.role_assignments.all())  # type: ignore[attr-defined]


class PeopleIndex(ScopedFilters, users.IndexView):
    """The list: people who hold a role where the reader is an administrator."""

    add_item_label = _("Add a person")
    page_title = _("People")
    default_ordering = "full_name"

    @cached_property
    def columns(self) -> list[Column]:
        """Name, roles, whether the account is open, and when it was last used."""
        title = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title(
                "full_name",
                label=pgettext_lazy("person", "Name"),
                sort_key="full_name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("roles", label=_("Roles"), accessor=roles_of, width="35%"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="15%"),
        ]

    @cached_property
    def search_fields(self) -> list[str]:
        """People are found by any of their names and numbers."""
        return ["full_name", "account_name", "email", "phone"]

    def get_base_queryset(self) -> QuerySet[User]:
        """Return the people within the reader's scope."""
        rows = people_administered_by(self.request.user)
        return rows.select_related("wagtail_userprofile").prefetch_related("role_assignments__organization")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Order by what was asked for, then by number, so that pages stay apart."""
        ordering = self.ordering if isinstance(self.ordering, str) else "full_name"
        return queryset.order_by(ordering, "pk")


class _PersonForm:
    """The account's fields and the roles, saved by the room's actions."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc, attr-defined]

    def form_valid(self, form: PersonForm) -> HttpResponseBase:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]


class AddPerson(_PersonForm, users.CreateView):
    """Adds a person with roles."""

    page_title = _("Add a person")
    success_message = _("“%(object)s” was added. Print a one-time code for the first sign-in.")


class EditPerson(_PersonForm, users.EditView):
    """Changes a person and the roles held in the reader's organizations."""

    success_message = _("“%(object)s” was updated.")
    error_message = _("The person could not be saved.")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The ways to a one-time code, to seeing the school as this person, and to merging, for whoever may."""
        buttons = list(super().header_buttons)
        by, person = self.request.user, self.object
        if may_issue_code(by, person):
            url = reverse("people:issue_code", args=[person.public_id])
            buttons.append(HeaderButton(_("One-time code"), url=url, icon_name="key"))
        if may_view_as(by, person):
            url = reverse("people:start_viewing", args=[person.public_id])
            query = urlencode({"next": self.request.path})
            buttons.append(HeaderButton(_("View as this person"), url=f"{url}?{query}", icon_name="view"))
        if may_change_person(by, person) and by.pk != person.pk:
            url = f"{reverse('people_merge')}?{urlencode({'keep': person.public_id})}"
            buttons.append(HeaderButton(_("Merge with a duplicate"), url=url, icon_name="group"))
        return buttons


class DeletePerson(users.DeleteView):
    """Deletes an account; those with history are closed instead."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Say why where something still hangs on the account."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("This person has a history here. Close the account instead."))
            return redirect(self.get_success_url())


class ScopedUserViewSet(users.UserViewSet):
    """People; the addresses keep Wagtail's names."""

    menu_label = _("People")
    ordering = "full_name"
    filterset_class = PeopleFilters
    copy_view_enabled = False
    index_view_class = PeopleIndex
    add_view_class = AddPerson
    edit_view_class = EditPerson
    delete_view_class = DeletePerson
    create_template_name = "people/admin/person_create.html"
    edit_template_name = "people/admin/person_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        """Return the form of an account with roles."""
        return PersonForm
