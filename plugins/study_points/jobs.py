"""What the plugin does by itself: not everything that counts is told by an event."""

import datetime

from django.utils import timezone

from classes.models import TrainingClassPage
from plugins.study_points.rules import LABEL
from plugins.study_points.settling import settle
from schoolhouse.activation import is_active
from schoolhouse.jobs import enqueue, job, schedule

LONG = datetime.timedelta(minutes=10)
AFTERWARDS = datetime.timedelta(days=14)
"""How long after its last day a class is still looked at."""


@schedule("study_points.look", every=datetime.timedelta(minutes=30))
@job("study_points.look")
def look() -> None:
    """Settle the classes that are held, each in a job of its own."""
    today = timezone.localdate()
    for page in TrainingClassPage.objects.filter(starts_on__lte=today, ends_on__gte=today - AFTERWARDS):
        if is_active(LABEL, page):
            enqueue("study_points.settle", {"page": page.pk}, key=f"study_points:{page.pk}")


@job("study_points.settle", time_limit=LONG, lease=LONG + datetime.timedelta(minutes=1))
def settle_class(*, page: int) -> None:
    """Settle one class."""
    if (found := TrainingClassPage.objects.filter(pk=page).first()) is not None:
        settle(found)
