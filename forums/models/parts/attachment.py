"""Pictures and files of posts."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key
from people.models.files import CheckedFileField

NAME_LENGTH = 120


def file_key(instance: Any, filename: str) -> str:
    """Return the storage key of an upload, whose file is named after its field: opaque, made from its bytes."""
    return content_key(getattr(instance, filename.partition(".")[0]), filename, folder="forums")


class PostFile(models.Model):
    """What somebody uploaded to a forum. Whoever sees the post may fetch it, and nobody else.

    Without ``post`` it belongs to what its owner is writing, or to ``held``, a post that waits for a moderator. A
    picture, made anew from what was sent, has ``small``, ``width`` and ``height``; ``digest`` is of what was sent.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forum = models.ForeignKey("forums.ForumPage", on_delete=models.CASCADE, related_name="post_files")
    post = models.ForeignKey("forums.Post", null=True, on_delete=models.PROTECT, related_name="files")
    held = models.ForeignKey("forums.HeldPost", null=True, on_delete=models.SET_NULL, related_name="files")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = CheckedFileField(upload_to=file_key, max_length=200)
    small = CheckedFileField(upload_to=file_key, max_length=200, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text=_("In bytes."))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of a post")
        verbose_name_plural = _("files of posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(width=0, height=0, small="") | (Q(width__gt=0, height__gt=0) & ~Q(small="")),
                name="forums_file_picture_whole",
            )
        ]
        indexes = [
            models.Index(fields=["uploaded_by", "digest"], name="forums_file_sent_before"),
            models.Index(fields=["created_at"], condition=Q(post=None), name="forums_file_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.width > 0

    @property
    def address(self) -> str:
        """Where it is fetched, and how a text names it."""
        return reverse("forums:file", args=[self.public_id])
