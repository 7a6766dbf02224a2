"""Who owns a page: the nearest place above it says."""

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from foundation.prepared import prepared
from foundation.trees import paths_to
from people.models import Organization, OrganizationPage


def organization_of(page: Page) -> Organization | None:
    """Return the organization that owns ``page``: that of the nearest place at or above it. One query.

    ``None`` for the root and other pages above every place; such pages belong to the server, not to an organization.
    """
    place = nearest_place.known(paths=paths_to(page.path))
    return place.organization if place else None


@prepared
def nearest_place(paths: list[str]) -> QuerySet[OrganizationPage]:
    """The place of the deepest of the pages at ``paths`` that is one, with its organization."""
    places = OrganizationPage.objects.filter(page__path__in=paths).select_related("organization")
    return places.order_by("-page__depth")[:1]


def with_owner(pages: QuerySet[Page], path_field: str = "path") -> QuerySet[Page]:
    """Annotate each page with ``owning_organization``: the key of the organization that owns it, in the same query."""
    return pages.annotate(owning_organization=_owner(path_field, "organization"))


def _owner(path_field: str, wanted: str) -> Subquery:
    places = OrganizationPage.objects.alias(
        _start=Substr(OuterRef(path_field), Value(1), Length(F("page__path"))),
    )
    return Subquery(places.filter(page__path=F("_start")).order_by("-page__depth").values(wanted)[:1])
