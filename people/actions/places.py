"""Where organizations are at home in Wagtail's trees."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from foundation.stamps import bump
from foundation.trees import paths_above
from people.models import Organization, OrganizationCollection, OrganizationPage, User
from people.queries.ownership import organization_of
from people.scope import STAMP
from schoolhouse.refusals import Refusal


@transaction.atomic
def register_place(*, page: Page, organization: Organization, by: User | None = None) -> OrganizationPage:
    """Make ``page`` a place of ``organization``: it owns the page and everything below it.

    Call it when a home page was made or given to another organization; ``by`` is who did it, ``None`` the software
    itself. Permissions follow. Refused where the page above belongs to an organization that does not contain this one,
    where a place below belongs to one outside, or where the organization already has a place in this language.
    """
    before = OrganizationPage.objects.filter(page_id=page.pk).select_related("organization").first()
    check_place(page=page, organization=organization)
    place, _made = OrganizationPage.objects.update_or_create(page_id=page.pk, defaults={"organization": organization})
    ensure_collection(organization=organization)
    _follow(organization, *([before.organization] if before else []))
    return place


@transaction.atomic
def remove_place(*, page: Page, by: User | None = None) -> None:
    """Take ``page`` from its organization: it falls to the place above."""
    place = OrganizationPage.objects.filter(page_id=page.pk).select_related("organization").first()
    if place:
        place.delete()
        _follow(place.organization)


def check_place(*, page: Page, organization: Organization) -> None:
    """Raise ``Refusal`` unless ``page`` may be a place of ``organization``."""
    parent = page.get_parent()
    above = organization_of(parent) if parent else None
    if above is not None and not above.contains(organization):
        raise Refusal(
            _("“%(page)s” stands below %(above)s, so it cannot belong to %(organization)s.")
            % {"page": page, "above": above, "organization": organization},
            code="place_outside",
        )
    below = OrganizationPage.objects.filter(page__path__startswith=page.path).exclude(page_id=page.pk)
    if outside := below.exclude(organization__path__startswith=organization.path).first():
        raise Refusal(
            _("“%(page)s” stands below and belongs to another organization.") % {"page": outside.page},
            code="place_contains_another",
        )
    others = OrganizationPage.objects.filter(organization=organization, page__locale_id=page.locale_id)
    if others.exclude(page_id=page.pk).exists():
        raise Refusal(
            _("%(organization)s already has a home page in this language.") % {"organization": organization},
            code="place_exists",
        )


@transaction.atomic
def ensure_collection(*, organization: Organization) -> Collection:
    """Return the collection of the organization's files, made below that of the organization above if missing."""
    kept = OrganizationCollection.objects.filter(organization=organization).select_related("collection").first()
    if kept:
        return kept.collection
    parent = organization.get_parent()
    above = ensure_collection(organization=parent) if parent else Collection.get_first_root_node()
    collection = above.add_child(name=organization.name)
    OrganizationCollection.objects.create(collection=collection, organization=organization)
    return collection


def places_at(page: Page) -> list[OrganizationPage]:
    """Return the places at ``page`` and below it."""
    rows = OrganizationPage.objects.filter(page__path__startswith=page.path)
    return list(rows.select_related("organization", "page").order_by("page__path"))


def follow_moved_page(*, page: Page) -> None:
    """Bring permissions in line after ``page`` was moved in the page tree, with the places at it and below."""
    if places := places_at(page):
        _follow(*[place.organization for place in places])


def place_above(page: Page) -> OrganizationPage | None:
    """Return the nearest place above ``page``, leaving out ``page`` itself."""
    rows = OrganizationPage.objects.filter(page__path__in=paths_above(page.path)).select_related("organization")
    return rows.order_by("-page__depth").first()


def _follow(*organizations: Organization) -> None:
    from people.actions.groups import sync_groups_above

    sync_groups_above(organizations)
    bump(STAMP)
