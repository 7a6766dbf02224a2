"""Photos that belong to a roll: of a room of people at a learning point, and of a sheet that was signed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key
from people.models import Organization
from people.models.files import CheckedFileField
from plugins.attendance.models.roll import Roll


def photo_key(instance: Any, filename: str) -> str:
    """Return the storage key of a photo, whose file is named after its field: opaque, made from its bytes."""
    return content_key(getattr(instance, filename.partition(".")[0]), filename, folder="attendance")


class RollPhoto(models.Model):
    """A photo made anew from what was uploaded: nothing of the camera is left in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = CheckedFileField(upload_to=photo_key, max_length=200)
    small = CheckedFileField(upload_to=photo_key, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True
    address_name = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.public_id)

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        return reverse(self.address_name, args=[self.public_id, "small" if field == "small" else "large"])


class PointPhoto(RollPhoto):
    """Who sat before the screen of a learning point. ``client_key``: what is sent twice is kept once."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="point_photos")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(unique=True)

    address_name = "plugins:attendance:point_photo"

    class Meta:
        verbose_name = _("photo of a learning point")
        verbose_name_plural = _("photos of learning points")
        ordering = ["pk"]


class SheetPhoto(RollPhoto):
    """A photo of a signed sheet. ``digest`` is made from what was uploaded: the same file is taken once for each roll.

    ``found`` is what was read in it, in the order of the sheet: for each row ``who``, the public id of an enrollment,
    and ``signed``, whether there seems to be ink. Nothing of it counts before somebody has confirmed it.
    """

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="sheet_photos")
    digest = models.CharField(max_length=64)
    direction = models.CharField(max_length=3, default="in")
    found = models.JSONField(default=list)
    strangers = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    address_name = "plugins:attendance:sheet_photo"

    class Meta:
        verbose_name = _("photo of a signed sheet")
        verbose_name_plural = _("photos of signed sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roll", "digest"], name="attendance_sheet_photo_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(read_at__isnull=False),
                name="attendance_sheet_read_before_confirmed",
            ),
        ]
