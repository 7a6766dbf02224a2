"""Which class a place in the page tree is, and the time there."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from classes.queries.membership import ClassRow
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.published import published_version
from people.queries.organizations import organizations_with, time_zones_of
from people.queries.ownership import with_owner


@prepared
def class_at(path: str) -> QuerySet[TrainingClassPage]:
    """The class that stands at ``path`` in the page tree."""
    return TrainingClassPage.objects.filter(path=path)[:1]


def settle_zone(training_class: TrainingClassPage) -> ZoneInfo:
    """Return the time zone of a class and keep it with the class, asking for its organization only after a change."""
    if "zone" in vars(training_class):
        return training_class.zone
    name = ("classes.zone", training_class.pk, training_class.time_zone, published_version())
    training_class.zone = ZoneInfo(kept_value(name, lambda: training_class.zone.key))
    return training_class.zone


def zones_of(classes: Sequence[ClassRow]) -> dict[int, ZoneInfo]:
    """Return the time zone of each of ``classes``, asking for their organizations only after a change."""

    def ask() -> dict[int, str]:
        pages = list(with_owner(TrainingClassPage.objects.filter(pk__in=[one.pk for one in classes])))
        settle_owners(pages)
        return {page.pk: page.zone.key for page in pages}

    name = ("classes.zones", [(one.pk, one.time_zone) for one in classes], published_version())
    return {pk: ZoneInfo(key) for pk, key in kept_value(name, ask).items()} if classes else {}


def settle_owners(classes: list[TrainingClassPage]) -> None:
    """Fill in the organization and the time zone of all ``classes`` at once; they come from ``with_owner``."""
    owners = sorted({one.owning_organization for one in classes} - {None})
    organizations = {one.pk: one for one in organizations_with.all(keys=owners)}
    zones = time_zones_of(organizations.values())
    for training_class in classes:
        owner = organizations.get(training_class.owning_organization)
        training_class.organization = owner
        if owner is not None and not training_class.time_zone:
            training_class.zone = zones[owner.pk]
