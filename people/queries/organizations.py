"""Reads about organizations."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from foundation.prepared import prepared
from foundation.trees import paths_to
from people.models import Organization, OrganizationCollection, OrganizationGroup

_SOFTWARE_MADE = (OrganizationGroup, OrganizationCollection)


def time_zones_of(organizations: Iterable[Organization]) -> dict[int, ZoneInfo]:
    """Return the time zone that holds in each organization, by its key. One query for all of them."""
    above = {one.pk: paths_to(one.path) for one in organizations}
    wanted = {path for paths in above.values() for path in paths}
    zones = dict(named_time_zones.all(paths=sorted(wanted)))
    return {
        pk: ZoneInfo(next((zones[path] for path in reversed(paths) if path in zones), settings.TIME_ZONE))
        for pk, paths in above.items()
    }


@prepared
def named_time_zones(paths: list[str]) -> QuerySet[Organization, tuple[str, str]]:
    """Tree path and time zone of those of the organizations at ``paths`` that name one."""
    return Organization.objects.filter(path__in=paths).exclude(time_zone="").values_list("path", "time_zone")


@prepared
def organizations_with(keys: list[int]) -> QuerySet[Organization]:
    """The organizations with these keys."""
    return Organization.objects.filter(pk__in=keys)


def what_hangs_on(organization: Organization) -> list[tuple[str, int]]:
    """Return what keeps ``organization`` from being deleted: names for people to read, with counts.

    Organizations below it, and rows of any room or plugin that point at it; one count for each kind.
    """
    found: list[tuple[str, int]] = []
    if below := organization.get_descendant_count():
        found.append((str(Organization._meta.verbose_name_plural), below))
    for relation in Organization._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created:
            continue
        model: Any = relation.related_model
        if model in _SOFTWARE_MADE or not hasattr(model, "_base_manager"):
            continue
        count = model._base_manager.filter(**{relation.field.name: organization}).count()
        if count:
            found.append((str(model._meta.verbose_name_plural), count))
    if count := _files_in_collection(organization):
        found.append(count)
    return found


def _files_in_collection(organization: Organization) -> tuple[str, int] | None:
    kept = OrganizationCollection.objects.filter(organization=organization).select_related("collection").first()
    if kept is None:
        return None
    below = kept.collection.get_descendant_count()
    return (str(type(kept.collection)._meta.verbose_name_plural), below) if below else None
