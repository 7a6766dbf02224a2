"""Making, changing, moving, closing and deleting organizations."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from foundation.stamps import bump
from foundation.trees import paths_above
from people import published
from people.actions.groups import group_name, sync_groups_above
from people.actions.places import ensure_collection, place_above
from people.models import Organization, OrganizationCollection, OrganizationGroup, OrganizationPage, User
from people.permissions import may_manage_organization, may_move_organization
from people.queries.organizations import what_hangs_on
from people.scope import STAMP, scope_of
from schoolhouse.refusals import Refusal


@transaction.atomic
def create_organization(*, parent: Organization | None, by: User | None, **fields: Any) -> Organization:
    """Make an organization below ``parent``; without a parent, a new tree (superusers only). Validates the fields."""
    if by is not None and not (may_manage_organization(by, parent) if parent else scope_of(by).everything):
        raise _not_yours()
    organization = Organization(**fields)
    organization.full_clean(exclude=["path", "depth", "numchild"])
    if parent is None:
        Organization.add_root(instance=organization)
    else:
        Organization.objects.get(pk=parent.pk).add_child(instance=organization)
    log(instance=organization, action="wagtail.create", user=by)
    return organization


@transaction.atomic
def change_organization(*, organization: Organization, changes: Mapping[str, Any], by: User | None) -> Organization:
    """Change names, codes and the time zone; groups and the collection take the new name."""
    if by is not None and not may_manage_organization(by, organization):
        raise _not_yours()
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.full_clean(exclude=["path", "depth", "numchild"])
    organization.save()
    _rename(organization)
    log(instance=organization, action="wagtail.edit", user=by)
    return organization


def _rename(organization: Organization) -> None:
    for kept in OrganizationGroup.objects.filter(organization=organization).select_related("group"):
        kept.group.name = group_name(kept.role, organization)
        kept.group.save(update_fields=["name"])
    kept_files = OrganizationCollection.objects.filter(organization=organization).select_related("collection").first()
    if kept_files:
        kept_files.collection.name = organization.name
        kept_files.collection.save()


@transaction.atomic
def move_organization(*, organization: Organization, to: Organization, by: User | None) -> Organization:
    """Move an organization, with everything below it, below another.

    Its files' collection and its places move along, and every permission follows. Refused (403) without the right at
    both ends, and (409) below itself or where a home page would find no place above it in its language.
    """
    organization = Organization.objects.get(pk=organization.pk)
    to = Organization.objects.get(pk=to.pk)
    if by is not None and not (may_move_organization(by, organization) and may_manage_organization(by, to)):
        raise _not_yours()
    if organization.contains(to):
        raise Refusal(_("An organization cannot be moved below itself."), code="organization_below_itself")
    before = organization.get_parent()
    organization.move(to, pos="last-child")
    organization = Organization.objects.get(pk=organization.pk)
    _move_files(organization, Organization.objects.get(pk=to.pk))
    _move_places(organization, by)
    bump(STAMP)
    published.renew()
    sync_groups_above([organization, *([Organization.objects.get(pk=before.pk)] if before else [])])
    log(instance=organization, action="people.move_organization", user=by, data={"below": to.name})
    return organization


def _move_files(organization: Organization, to: Organization) -> None:
    kept = OrganizationCollection.objects.filter(organization=organization).select_related("collection").first()
    if kept:
        above = ensure_collection(organization=to)
        kept.collection.move(type(above).objects.get(pk=above.pk), pos="sorted-child")


def _move_places(organization: Organization, by: User | None) -> None:
    for pk in OrganizationPage.objects.filter(organization=organization).values_list("page_id", flat=True):
        page = Page.objects.get(pk=pk)
        above = place_above(page)
        if above is None or above.organization.contains(organization):
            continue
        target = _place_for(organization, page)
        if target is None:
            raise Refusal(
                _("“%(page)s” has no home page to stand below: make one for %(organization)s first.")
                % {"page": page, "organization": organization.get_parent()},
                code="place_missing",
            )
        page.move(target, pos="last-child", user=by)


def _place_for(organization: Organization, page: Page) -> Page | None:
    above = paths_above(organization.path)
    places = OrganizationPage.objects.filter(organization__path__in=above, page__locale_id=page.locale_id)
    nearest = places.order_by("-organization__depth").select_related("page").first()
    return nearest.page if nearest else None


@transaction.atomic
def close_organization(*, organization: Organization, by: User | None, closed: bool = True) -> None:
    """Close an organization, or open it again: a closed one stays readable, and no new roles are given in it."""
    if by is not None and not may_move_organization(by, organization):
        raise _not_yours()
    organization.is_active = not closed
    organization.save(update_fields=["is_active"])
    action = "people.close_organization" if closed else "people.open_organization"
    log(instance=organization, action=action, user=by)


@transaction.atomic
def delete_organization(*, organization: Organization, by: User | None) -> None:
    """Delete an organization on which nothing hangs; else refused, naming what does."""
    organization = Organization.objects.get(pk=organization.pk)
    if by is not None and not may_move_organization(by, organization):
        raise _not_yours()
    if hanging := what_hangs_on(organization):
        raise Refusal(
            _("%(organization)s cannot be deleted. It still has: %(things)s.")
            % {"organization": organization, "things": ", ".join(f"{name} ({count})" for name, count in hanging)},
            code="organization_in_use",
        )
    for group in OrganizationGroup.objects.filter(organization=organization).select_related("group"):
        group.group.delete()
    kept = OrganizationCollection.objects.filter(organization=organization).select_related("collection").first()
    if kept:
        kept.collection.delete()
    log(instance=organization, action="wagtail.delete", user=by, deleted=True)
    organization.delete()
    bump(STAMP)


def _not_yours() -> Refusal:
    return Refusal(_("You may not do that in this organization."), code="organization_not_yours", status=403)
