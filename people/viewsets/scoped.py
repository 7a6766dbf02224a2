"""The base of every section of the admin whose rows belong to organizations.

Each address of the section, its chooser, its bulk actions, its export and the choices in its forms keep to the
organizations in which the person who asks holds one of the section's roles; anything else answers 404. ::

    class CategoryViewSet(ScopedViewSet):
        model = LessonCategory
        roles = EDITING_ROLES

Run it through ``tests.people.viewsets.contract.ScopedViewSetContract``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    InspectView,
    SnippetViewSet,
    UsageView,
)

from people.admin.policies import ScopedPermissionPolicy
from people.forms.scoped import limit_choices
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.queries.in_scope import register_scope
from people.roles import ADMIN_ROLES, EDITING_ROLES
from people.scope import scope_of
from people.viewsets.chooser import ScopedChooserViewSet

NAMESPACES: set[str] = set()
"""The URL namespaces of scoped sections and their choosers: they answer for themselves."""

_VIEW_ACTIONS: tuple[tuple[type, str], ...] = (
    (CopyView, "add"),
    (CreateView, "add"),
    (EditView, "change"),
    (DeleteView, "delete"),
    (IndexView, "view"),
    (HistoryView, "view"),
    (InspectView, "view"),
    (UsageView, "view"),
)


class ScopedFilters:
    """A list whose filters offer only what the reader may choose."""

    @cached_property
    def filters(self) -> Any:
        found = super().filters  # type: ignore[misc]
        if found is not None:
            limit_choices(found.form, self.request.user)  # type: ignore[attr-defined]
        return found


class _ScopedForm:
    scoped_owner = ""
    scoped_roles: frozenset[str] = EDITING_ROLES

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        user = self.request.user  # type: ignore[attr-defined]
        limit_choices(form, user, owner=self.scoped_owner, roles=self.scoped_roles)
        if self.scoped_owner in form.fields and not scope_of(user).everything:
            form.fields[self.scoped_owner].required = True
        return form


class ScopedCopyView(CopyView):
    """Shows a copy, whose form goes to the address for new rows. What is sent here would be saved as the original."""

    http_method_names = ["get", "head", "options"]


class ScopedViewSet(SnippetViewSet):
    """A section of the admin, scoped by organization.

    ``organization_lookup`` is the ORM path from a row to its organization (``"form__organization"``), or, where rows
    belong to a page, ``page_lookup`` is the path to that page. ``roles`` change rows, ``readers`` only look,
    ``choosers`` name rows in forms without having the section.
    ``refused`` names actions (``"add"``, ``"change"``, ``"delete"``) that are left to superusers. With ``shared`` rows
    without an organization are the whole school's: everybody in the admin may look at them and choose them.
    """

    organization_lookup: ClassVar[str] = "organization"
    page_lookup: ClassVar[str] = ""
    roles: ClassVar[frozenset[str]] = EDITING_ROLES
    readers: ClassVar[frozenset[str]] = frozenset()
    choosers: ClassVar[frozenset[str]] = frozenset()
    refused: ClassVar[frozenset[str]] = frozenset()
    shared: ClassVar[bool] = False

    chooser_viewset_class = ScopedChooserViewSet
    inspect_view_enabled = True
    copy_view_enabled = True
    copy_view_class = ScopedCopyView

    def rows_of(self, user: User | AnonymousUser, roles: frozenset[str]) -> QuerySet[Any]:
        """Return the rows that belong where ``user`` holds one of ``roles``."""
        rows = self.model._default_manager.all()
        if scope_of(user).everything:
            return rows
        if self.page_lookup:
            return rows.filter(pages_below(place_paths(user, roles), f"{self.page_lookup}__path"))
        return rows.filter(scope_of(user).within(self.organization_lookup, roles))

    def readable_by(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Return the rows that ``user`` may look at: the list, its search and its export."""
        rows = self.policy.instances_user_has_any_permission_for(user, ["view"])
        if self.shared and scope_of(user).has_role(*ADMIN_ROLES):
            missing = Q(**{f"{self.organization_lookup}__isnull": True})
            return self.model._default_manager.filter(Q(pk__in=rows.values("pk")) | missing)
        return rows

    def choosable_by(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Return the rows that ``user`` may name in forms and choosers."""
        rows = self.readable_by(user)
        if self.choosers:
            named = Q(pk__in=self.rows_of(user, self.choosers).values("pk"))
            return self.model._default_manager.filter(Q(pk__in=rows.values("pk")) | named)
        return rows

    @cached_property
    def policy(self) -> ScopedPermissionPolicy:
        """The permission policy of this section's model."""
        return ScopedPermissionPolicy(
            self.model, self.rows_of, roles=self.roles, readers=self.readers, refused=self.refused
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the list; a subclass adds to ``super()``, for order or related rows."""
        return self.readable_by(request.user)

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """Build one view behind this section's gate."""
        bases: list[type] = []
        if issubclass(view_class, BaseListingView):
            bases.append(ScopedFilters)
        if issubclass(view_class, (CreateView, EditView)):
            bases.append(_ScopedForm)
        if bases:
            owner = (self.page_lookup or self.organization_lookup).split("__")[0]
            settings = {"scoped_owner": owner, "scoped_roles": self.roles}
            view_class = type(view_class.__name__, (*bases, view_class), settings)
        return self._gate(super().construct_view(view_class, **kwargs), _action(view_class))

    def _gate(self, view: Callable[..., HttpResponseBase], action: str) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if user.is_authenticated and user.is_active:
                pk = kwargs.get("pk")
                if not self.admits(user, action, None if pk is None else unquote(str(pk))):
                    raise Http404
            return view(request, *args, **kwargs)

        return gated

    def admits(self, user: User | AnonymousUser, action: str, pk: str | None) -> bool:
        """Say whether ``user`` may take ``action`` on the row ``pk``, or on any row."""
        if pk is None:
            return self.policy.user_has_permission(user, action) or (
                action == "view" and self.shared and scope_of(user).has_role(*ADMIN_ROLES)
            )
        if not self.policy.user_has_permission(user, action) and action != "view":
            return False
        rows = (
            self.readable_by(user)
            if action in ("view", "add")
            else self.policy.instances_user_has_permission_for(user, action)
        )
        try:
            return rows.filter(pk=pk).exists()
        except (ValueError, TypeError, OverflowError):
            return False

    def on_register(self) -> None:
        """Register the model's policy and scope, and tell the admin's gate that this section has its own."""
        register_permission_policy(self.model, self.policy)
        register_scope(
            self.model,
            lambda user, queryset: queryset.filter(pk__in=self.rows_of(user, self.roles).values("pk")),
            choosable=lambda user, queryset: queryset.filter(pk__in=self.choosable_by(user).values("pk")),
        )
        super().on_register()
        NAMESPACES.update((self.url_namespace, self.chooser_viewset.url_namespace))


def _action(view_class: type) -> str:
    return next((action for kind, action in _VIEW_ACTIONS if issubclass(view_class, kind)), "change")
