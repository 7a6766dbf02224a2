"""What was said in a room: a record for each group of a class, and who has spoken."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key
from people.models.files import CheckedFileField

GIST_LENGTH = 4_000
NAME_LENGTH = 50


def record_photo_key(instance: Any, filename: str) -> str:
    """Return the storage key of a photo, whose file is named after its field: opaque, made from its bytes."""
    return content_key(getattr(instance, filename.partition(".")[0]), filename, folder="evenings")


class RoomRecord(models.Model):
    """Who of a group spoke in the room on an evening, and the gist; one for each group and forum.

    ``group_key`` is the public id of the class's group, or the forum's own where all sit together; the name stays when
    the group goes. What was recorded before stands in ``versions``; ``version`` is the number of the latest.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey("forums.ForumPage", on_delete=models.CASCADE, related_name="room_records")
    group_key = models.UUIDField(editable=False)
    group_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    gist = models.TextField(_("the gist of what was said"), blank=True)
    version = models.PositiveIntegerField(default=1)
    photo = CheckedFileField(upload_to=record_photo_key, max_length=200, blank=True)
    small = CheckedFileField(upload_to=record_photo_key, max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of what was said in a room")
        verbose_name_plural = _("records of what was said in rooms")
        ordering = ["group_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["forum", "group_key"], name="forums_record_once_a_group")]

    def __str__(self) -> str:
        return self.group_name or str(self.forum)

    def file_address(self, field: str = "photo") -> str:
        """Return the address of the view that checks who asks."""
        return reverse("forums:record_photo", args=[self.public_id, "small" if field == "small" else "large"])


class RoomRecordVersion(models.Model):
    """What was recorded at one time, by whom. Append-only. ``speakers`` holds ``[public id, name]`` of each."""

    record = models.ForeignKey(RoomRecord, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    speakers = models.JSONField(default=list)
    gist = models.TextField(blank=True)
    has_new_photo = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a record")
        verbose_name_plural = _("versions of records")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="forums_record_version_once"),
            models.UniqueConstraint(fields=["by", "client_key"], name="forums_record_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.number}"


class Spoken(models.Model):
    """Somebody has spoken in the room on an evening: one row for each person and forum, whichever record says so.

    Taken off by a correction it stays, uncounted, so that ``forums.spoke`` is sent once and never again.
    """

    forum = models.ForeignKey("forums.ForumPage", on_delete=models.CASCADE, related_name="spoken")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(RoomRecord, null=True, on_delete=models.CASCADE, related_name="spoken")
    counts = models.BooleanField(default=True)
    corrections = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("somebody who has spoken")
        verbose_name_plural = _("those who have spoken")
        constraints = [
            models.UniqueConstraint(fields=["forum", "person"], name="forums_spoken_once_an_evening"),
            models.CheckConstraint(
                condition=Q(counts=False, record__isnull=True) | Q(counts=True, record__isnull=False),
                name="forums_spoken_stands_in_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}: {self.person_id}"
