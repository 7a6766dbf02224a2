"""What the hooks of Wagtail's page explorer and page chooser call."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from people.actions.places import places_at
from people.queries.in_scope import choosable
from people.queries.ownership import organization_of

_DIGITS_OF_KEY = 19


def limit_page_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer the pages that may be chosen, and in the tree the pages on the way to them."""
    from wagtail.permissions import policy_registry

    if request.user.is_superuser:
        return pages
    kept = choosable(request.user, Page.objects.all()).values("pk")
    found = pages.filter(pk__in=kept)
    if request.resolver_match and request.resolver_match.view_name == "wagtailadmin_choose_page_search":
        return found
    way = policy_registry.get_by_type(Page).explorable_instances(request.user).values("pk")
    return found | pages.filter(pk__in=way)


def refuse_move_outside(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Keep an organization's home page below a place of an organization that contains it."""
    if request.method != "POST":
        return None
    above = organization_of(destination)
    if above is None or all(above.contains(place.organization) for place in places_at(page)):
        return None
    messages.error(
        request,
        _("“%(page)s” belongs to an organization that is not below %(above)s.") % {"page": page, "above": above},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_copy_to_nowhere(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask again where a copy goes that names no page to stand below; Wagtail's own form takes that for granted."""
    if request.method != "POST":
        return None
    named = request.POST.get("new_parent_page", "")
    if named.isdecimal() and len(named) < _DIGITS_OF_KEY and Page.objects.filter(pk=named).exists():
        return None
    messages.error(request, _("Choose the page below which the copy stands."))
    return redirect("wagtailadmin_pages:copy", page.pk)


def hide_server_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take the reports about the whole server out of the menu of everybody but superusers."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]
