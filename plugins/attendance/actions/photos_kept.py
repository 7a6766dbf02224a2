"""Deleting photos of rolls when their time is over. What was recorded by them stays."""

import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from classes.models import TrainingClassPage
from plugins.attendance.models import PointPhoto, SheetPhoto
from plugins.attendance.models.photo import RollPhoto
from schoolhouse.activation import cleaned_settings

PLUGIN = "attendance"
AT_ONCE = 500
KINDS: tuple[type[PointPhoto] | type[SheetPhoto], ...] = (PointPhoto, SheetPhoto)


def sweep_photos() -> int:
    """Delete the photos of sessions that were over long ago, by what each class has set; return how many."""
    return sum(_sweep(kind) for kind in KINDS)


def _sweep(kind: type[PointPhoto] | type[SheetPhoto]) -> int:
    now, count = timezone.now(), 0
    pages = set(kind.objects.values_list("roll__training_class", flat=True))
    for page in TrainingClassPage.objects.filter(pk__in=pages):
        days = datetime.timedelta(days=cleaned_settings(PLUGIN, page)["photo_days"])
        old = kind.objects.filter(roll__training_class=page, roll__ends_at__lt=now - days)
        for photo in old[:AT_ONCE]:
            _delete(photo)
            count += 1
    return count


@transaction.atomic
def _delete(photo: RollPhoto) -> None:
    for stored in (photo.file, photo.small):
        transaction.on_commit(partial(stored.storage.delete, str(stored.name)))
    photo.delete()
