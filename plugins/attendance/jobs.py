"""What the plugin does by itself."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from classes.models import TimetableItemState
from plugins.attendance.actions.photos_kept import sweep_photos
from plugins.attendance.actions.sheets import READ, read_sheet
from plugins.attendance.actions.sources import ask_sources
from plugins.attendance.models import Roll, SheetPhoto
from schoolhouse.activation import is_active
from schoolhouse.jobs import enqueue, job, schedule

PLUGIN = "attendance"
GIVEN_UP = timedelta(days=1)
"""How long after the end a source that failed is asked again."""


@schedule("attendance.look", every=timedelta(minutes=5))
@job("attendance.look")
def look() -> None:
    """Find the rolls of which others may know something, and ask for each in a job of its own."""
    now = timezone.now()
    rolls = Roll.objects.filter(item__isnull=False, opens_at__lte=now, ends_at__gte=now - GIVEN_UP)
    rolls = rolls.filter(Q(sources_asked_at=None) | Q(sources_asked_at__lt=F("ends_at")))
    rolls = rolls.exclude(item__state=TimetableItemState.CANCELLED)
    for roll in rolls.select_related("training_class"):
        if is_active(PLUGIN, roll.training_class):
            enqueue("attendance.ask", {"roll": roll.pk}, key=f"attendance:{roll.pk}:{int(now.timestamp()) // 240}")


@job("attendance.ask")
def ask(*, roll: int) -> None:
    """Ask the sources about one roll."""
    found = Roll.objects.select_related("training_class", "item").filter(pk=roll, item__isnull=False).first()
    if found is not None:
        ask_sources(roll=found)


@job(READ)
def read_photo(*, sheet: int) -> None:
    """Read the photo of a signed sheet."""
    found = SheetPhoto.objects.select_related("roll__training_class").filter(pk=sheet).first()
    if found is not None:
        read_sheet(sheet=found)


@schedule("attendance.sweep_photos", at="03:55")
@job("attendance.sweep_photos", time_limit=timedelta(minutes=10), lease=timedelta(minutes=11))
def sweep() -> None:
    """Delete photos whose time is over."""
    sweep_photos()
