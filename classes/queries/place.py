"""Which class a place in the page tree is."""

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from foundation.prepared import prepared


@prepared
def class_at(path: str) -> QuerySet[TrainingClassPage]:
    """The class that stands at ``path`` in the page tree."""
    return TrainingClassPage.objects.filter(path=path)[:1]
