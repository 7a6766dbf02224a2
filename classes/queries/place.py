"""Which class a place in the page tree is, and the time there."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from foundation.fragments import kept_value
from foundation.prepared import prepared
from people.published import published_version


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
