"""The section of organizations: the tree, within what an administrator administers."""

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView

from people.actions.organizations import delete_organization
from people.forms.organizations import OrganizationForm
from people.models import Organization, Role
from people.roles import ADMIN_ROLES
from people.viewsets.scoped import ScopedViewSet
from schoolhouse.refusals import Refusal


def indented(organization: Organization) -> str:
    """Return the name as it stands in the tree."""
    return format_html("{}{}", "— " * (organization.depth - 1), organization.name)


class OrganizationIndex(IndexView):
    """The tree as a list, without bulk actions: one of them could take a whole branch."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Beside export, the way to the import."""
        label, url = _("Import from a file"), reverse("people:organization_import")
        return [*super().header_more_buttons, Button(label, url=url, icon_name="upload", priority=95)]

    @cached_property
    def columns(self) -> list[Column]:
        """The name in the tree, kind, code, how many roles are held there, and whether it is open."""
        title = self._get_title_column("name")
        title.accessor = indented
        return [
            title,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("code", label=pgettext_lazy("organization", "Code"), accessor=lambda row: row.code or ""),
            Column("held", label=_("Roles"), accessor="held"),
            BooleanColumn("is_active", label=_("Active")),
        ]


class _Saving:
    """Shows why an action refused, above the form."""

    def form_valid(self, form: OrganizationForm) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_instance(self) -> Organization:
        return self.form.save()  # type: ignore[attr-defined]


class OrganizationDelete(DeleteView):
    """Deletes an organization on which nothing hangs."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Name what hangs on it where it cannot go."""
        try:
            delete_organization(organization=self.object, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_delete_url())
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


class OrganizationViewSet(ScopedViewSet):
    """Organizations."""

    model = Organization
    organization_lookup = ""
    roles = frozenset({Role.ADMINISTRATOR})
    choosers = ADMIN_ROLES
    icon = "site"
    menu_label = _("Organizations")
    menu_name = "organizations"
    menu_order = 605
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 200
    search_fields = ["name", "code"]
    list_filter = ["kind", "is_active"]
    export_filename = "organizations"
    list_export = ["name", "kind", "code", "time_zone", "is_active"]
    inspect_view_fields = ["name", "kind", "code", "time_zone", "is_active"]
    index_view_class = OrganizationIndex
    add_view_class = type("OrganizationCreate", (_Saving, CreateView), {})
    edit_view_class = type("OrganizationEdit", (_Saving, EditView), {})
    delete_view_class = OrganizationDelete
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "kind", "parent", "code", "time_zone", "is_active")],
        base_form_class=OrganizationForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Return the tree, with how many roles are held in each."""
        return super().get_queryset(request).annotate(held=Count("role_assignments")).order_by("path")
