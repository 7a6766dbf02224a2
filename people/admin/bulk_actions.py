"""Wagtail's bulk actions, kept within the scope of who asks: also the page that asks for confirmation.

Wagtail's own check sorts out what may not be changed, but names it on that page, and "all" means all rows of the
server. Here an action never learns of rows outside the scope, and naming one of them answers 404.
"""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction as DeletePages,
)
from wagtail.admin.views.pages.bulk_actions import (
    MoveBulkAction as MovePages,
)
from wagtail.admin.views.pages.bulk_actions import (
    PublishBulkAction as PublishPages,
)
from wagtail.admin.views.pages.bulk_actions import (
    UnpublishBulkAction as UnpublishPages,
)
from wagtail.documents.views import bulk_actions as documents
from wagtail.images.views import bulk_actions as images
from wagtail.models import Page
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction as DeleteSnippets

from people.actions.organizations import delete_organization
from people.forms.scoped import limit_choices
from people.models import Organization
from people.queries.in_scope import in_scope
from schoolhouse.refusals import Refusal


class ScopedBulkAction(BulkAction):
    """A bulk action that knows only rows within the scope. Put it first among the bases."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 where a row outside the scope is named, and put what "all" means here in its place."""
        named = request.GET.getlist("id")
        known = {str(pk) for pk in self._known(named)}
        if "all" not in named and not set(named) <= known:
            raise Http404
        request.GET = request.GET.copy()
        request.GET.setlist("id", sorted(known))
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Offer only targets within the scope: the page to move below, the collection to put files into."""
        form = super().get_form(form_class)
        limit_choices(form, self.request.user, owner="chooser")
        return form

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Say why where something refuses, or still hangs on a row; nothing is done then."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
        except ProtectedError:
            messages.error(self.request, _("Nothing was deleted: something else still needs one of these."))
        return redirect(self.next_url)

    def _known(self, named: list[str]) -> Any:
        if "all" in named:
            wanted: Any = self.get_all_objects_in_listing_query(self.request.GET.get("childOf"))
            named = [str(getattr(row, "pk", row)) for row in wanted]
        try:
            rows = in_scope(self.request.user, self.model._default_manager.filter(pk__in=named))
            return rows.values_list("pk", flat=True)
        except (ValueError, TypeError, OverflowError) as error:
            raise Http404 from error


def scoped(action: type[BulkAction]) -> type[BulkAction]:
    """Return ``action`` kept within the scope of who asks."""
    return type(action.__name__, (ScopedBulkAction, action), {"__doc__": action.__doc__, "__module__": __name__})


SCOPED_ACTIONS = [
    scoped(action)
    for action in (
        MovePages,
        PublishPages,
        UnpublishPages,
        images.AddTagsBulkAction,
        images.AddToCollectionBulkAction,
        images.DeleteBulkAction,
        documents.AddTagsBulkAction,
        documents.AddToCollectionBulkAction,
        documents.DeleteBulkAction,
        DeleteSnippets,
    )
]
"""Registered after Wagtail's own: for one model and one kind of action the last one counts."""


class DeleteOrganizations(ScopedBulkAction, DeleteSnippets):
    """Deletes organizations one by one, so that none takes a branch of the tree along."""

    models = [Organization]

    @classmethod
    def execute_action(cls, objects: list[Organization], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Delete each, or refuse them all; those further down first."""
        for organization in sorted(objects, key=lambda row: -row.depth):
            delete_organization(organization=organization, by=kwargs["self"].request.user)
        return len(objects), 0


class DeletePagesOnce(ScopedBulkAction, DeletePages):
    """Deletes pages, leaving out those that go with a page above them anyway."""

    def _known(self, named: list[str]) -> Any:
        rows = Page.objects.filter(pk__in=super()._known(named)).order_by("path")
        found: list[int] = []
        last = ""
        for pk, path in rows.values_list("pk", "path"):
            if "all" not in named or not last or not path.startswith(last):
                found.append(pk)
                last = path
        return found


SCOPED_ACTIONS += [DeleteOrganizations, DeletePagesOnce]
