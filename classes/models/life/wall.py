"""The wall of a class: a few words and photos of each day."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key
from people.models.files import CheckedFileField

BODY_LENGTH = 500
REASON_LENGTH = 250
MOST_PHOTOS = 9


class WallPost(models.Model):
    """A few words and photos of one day of a class. It is hidden with a reason, never deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="wall_posts")
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    body = models.CharField(_("words"), max_length=BODY_LENGTH, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_because = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("post on a class wall")
        verbose_name_plural = _("posts on class walls")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "client_key"], name="classes_wall_post_sent_once"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_because="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_because="")),
                name="classes_wall_post_hidden_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["training_class", "-date"], name="classes_wall_by_day")]

    def __str__(self) -> str:
        return f"{self.date}: {self.body[:40]}"


def photo_key(instance: Any, filename: str) -> str:
    """Return the storage key of a photo, whose file is named after its field: opaque, made from its bytes."""
    return content_key(getattr(instance, filename.partition(".")[0]), filename, folder="wall")


class WallPhoto(models.Model):
    """A photo on the wall, made anew from what was uploaded: nothing of the camera is left in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(WallPost, on_delete=models.CASCADE, related_name="photos")
    number = models.PositiveSmallIntegerField()
    file = CheckedFileField(upload_to=photo_key, max_length=200)
    small = CheckedFileField(upload_to=photo_key, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("photo on a class wall")
        verbose_name_plural = _("photos on class walls")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="classes_wall_photo_in_order")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.number}"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        return reverse("classes:wall_photo", args=[self.public_id, "small" if field == "small" else "large"])
