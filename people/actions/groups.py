"""The groups that Wagtail asks: made of role × organization, with just the rights that ``people.roles`` writes out."""

from collections.abc import Iterable

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtailmedia.models import Media

from foundation.trees import paths_to
from people.actions.places import ensure_collection
from people.models import Organization, OrganizationGroup, OrganizationPage, User
from people.roles import ADMIN_ROLES, ROLES

_FILE_MODELS: tuple[type[models.Model], ...] = (Image, Document, Media)
"""Wagtail asks for the permissions on its own models, also where ours stand in for them."""


def ensure_group(*, role: str, organization: Organization) -> Group | None:
    """Return the group of ``role`` at ``organization``, made with its rights if missing; ``None`` for other roles."""
    if role not in ADMIN_ROLES:
        return None
    kept = OrganizationGroup.objects.filter(role=role, organization=organization).select_related("group").first()
    if kept:
        return kept.group
    with transaction.atomic():
        group = Group.objects.create(name=group_name(role, organization))
        kept = OrganizationGroup.objects.create(role=role, organization=organization, group=group)
        sync_groups([kept])
    return group


def group_name(role: str, organization: Organization) -> str:
    """Return a name for people to read, unique by its number."""
    return f"{organization.name[:90]} · {role} · {organization.pk}"


def sync_membership(*, user: User, role: str, organization: Organization, member: bool) -> None:
    """Put ``user`` into the group of ``role`` at ``organization``, or take them out."""
    if member:
        if group := ensure_group(role=role, organization=organization):
            user.groups.add(group)
    else:
        kept = OrganizationGroup.objects.filter(role=role, organization=organization)
        user.groups.remove(*Group.objects.filter(organization_group__in=kept))


def sync_groups_above(organizations: Iterable[Organization]) -> None:
    """Bring the groups of these organizations and of all above them in line with the places below."""
    paths = {path for organization in organizations for path in paths_to(organization.path)}
    sync_groups(OrganizationGroup.objects.filter(organization__path__in=paths).select_related("group", "organization"))


def sync_groups(groups: Iterable[OrganizationGroup]) -> None:
    """Give each group exactly the rights of its role, on the places and collections of its organization as they are."""
    for kept in groups:
        rights = ROLES[kept.role]
        kept.group.permissions.set(_of_the_server(kept))
        _sync_pages(kept, rights.pages)
        _sync_files(kept, rights.files)


def _of_the_server(kept: OrganizationGroup) -> list[Permission]:
    """The door of the admin, and translating for who publishes."""
    found = _permissions("wagtailadmin", "admin", ["access_admin"])
    if "publish" in ROLES[kept.role].pages:
        found += _permissions("simple_translation", "simpletranslation", ["submit_translation"])
    return found


def _sync_pages(kept: OrganizationGroup, actions: tuple[str, ...]) -> None:
    permissions = _permissions("wagtailcore", "page", [f"{action}_page" for action in actions])
    pages = topmost_places(kept.organization)
    wanted = {(page, permission.pk) for page in pages for permission in permissions}
    current = GroupPagePermission.objects.filter(group=kept.group)
    have = {(row.page_id, row.permission_id): row.pk for row in current}
    current.filter(pk__in=[pk for key, pk in have.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=kept.group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted - have.keys())
    )


def topmost_places(organization: Organization) -> list[int]:
    """Return the pages owned by ``organization`` or one below it that do not stand below another such page."""
    rows = OrganizationPage.objects.filter(organization__path__startswith=organization.path)
    found: list[int] = []
    last = ""
    for pk, path in rows.order_by("page__path").values_list("page_id", "page__path"):
        if not last or not path.startswith(last):
            found.append(pk)
            last = path
    return found


def _sync_files(kept: OrganizationGroup, actions: tuple[str, ...]) -> None:
    collection = ensure_collection(organization=kept.organization)
    wanted = {permission.pk for model in _FILE_MODELS for permission in _model_permissions(model, actions)}
    current = GroupCollectionPermission.objects.filter(group=kept.group)
    current.exclude(collection=collection, permission__in=wanted).delete()
    have = set(current.values_list("permission_id", flat=True))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=kept.group, collection=collection, permission_id=pk)
        for pk in sorted(wanted - have)
    )


def _model_permissions(model: type[models.Model], actions: Iterable[str]) -> list[Permission]:
    names = [get_permission_codename(action, model._meta) for action in actions]
    return _permissions(model._meta.app_label, model._meta.model_name or "", names)


def _permissions(app_label: str, model: str, names: list[str]) -> list[Permission]:
    content_type, _made = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found = {p.codename: p for p in Permission.objects.filter(content_type=content_type, codename__in=names)}
    for name in names:
        if name not in found:
            found[name] = Permission.objects.create(content_type=content_type, codename=name, name=name)
    return [found[name] for name in names]
