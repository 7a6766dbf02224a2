"""Sound and film: the file that was uploaded, what was made of it for players, and uploads that are not yet whole."""

import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtailmedia.models import AbstractMedia, MediaType

from foundation.files.keys import plain_suffix
from foundation.recordings.faults import fault_message
from people.models.files import CheckedFileField, OrganizationFile, file_key, thumbnail_key

PLAYABLE = {
    ".mp4": "mp4",
    ".m4v": "mp4",
    ".m4a": "mp4",
    ".webm": "webm",
    ".mp3": "mpeg",
    ".ogg": "ogg",
    ".oga": "ogg",
    ".ogv": "ogg",
    ".wav": "wav",
    ".aac": "aac",
    ".flac": "flac",
}
"""Suffixes of files that browsers play as they are, with what they are told of it after ``video/`` or ``audio/``."""


class MediaState(models.TextChoices):
    """How far a sound or film is on its way from the upload to players."""

    UPLOADED = "uploaded", _("Uploaded")
    QUEUED = "queued", _("Waiting to be converted")
    WORKING = "working", _("Being converted")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be converted")


EDGES: dict[str, frozenset[str]] = {
    MediaState.UPLOADED: frozenset({MediaState.QUEUED, MediaState.READY}),
    MediaState.QUEUED: frozenset({MediaState.WORKING, MediaState.READY, MediaState.FAILED, MediaState.UPLOADED}),
    MediaState.WORKING: frozenset({MediaState.WORKING, MediaState.READY, MediaState.FAILED, MediaState.UPLOADED}),
    MediaState.READY: frozenset({MediaState.UPLOADED}),
    MediaState.FAILED: frozenset({MediaState.QUEUED, MediaState.UPLOADED}),
}
"""From each state, where it may go. A new file begins anew; working again is a second attempt after a lost worker."""


@dataclass(frozen=True)
class Source:
    """One address that a player may play; ``height`` is the shorter side in pixels, 0 where it is not known."""

    url: str
    content_type: str
    height: int = 0


class SchoolMedia(OrganizationFile, AbstractMedia):
    """A sound or film. ``file`` is what was uploaded and stays; players are given what was made of it."""

    file_kind = "media"
    admin_form_fields = (
        "title", "file", "alt_text", "collection", "thumbnail", "audience", "audience_organization", "license",
        "language", "tags",
    )  # fmt: skip

    file = CheckedFileField(_("file"), upload_to=file_key, max_length=200)
    thumbnail = CheckedFileField(_("thumbnail"), upload_to=thumbnail_key, max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MediaState.choices, default=MediaState.READY, editable=False, db_index=True
    )
    state_changed_at = models.DateTimeField(null=True, editable=False)
    fault = models.CharField(max_length=20, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    thumbnail_was_made = models.BooleanField(default=False, editable=False)

    search_fields = [*AbstractMedia.search_fields, index.FilterField("organization")]

    class Meta(AbstractMedia.Meta):
        pass

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """Judge the suffix of a file that is there; of one that was refused the reason has been said."""
        if self.file:
            super().clean(*args, **kwargs)

    @property
    def filename(self) -> str:
        """The name that people see, in place of the opaque key."""
        return self.download_name

    @property
    def is_ready(self) -> bool:
        """Whether nothing more is to come."""
        return bool(self.state == MediaState.READY)

    @property
    def fault_message(self) -> str:
        """Why it could not be converted, in the reader's language; empty unless it failed."""
        return fault_message(self.fault) if self.state == MediaState.FAILED else ""

    @property
    def play_sources(self) -> list[Source]:
        """What players may play, the largest first: what was made of the file, else the file where browsers can."""
        made = sorted(self.renditions.all(), key=lambda one: -one.short_side)
        if made:
            return [Source(one.file.url, one.content_type, one.short_side) for one in made]
        kind = PLAYABLE.get(plain_suffix(self.file.name or ""))
        return [Source(self.file.url, f"{self.type}/{kind}")] if kind else []


class MediaRendition(models.Model):
    """What was made of a sound or film for players; who may fetch it is asked of the media."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    media = models.ForeignKey(SchoolMedia, on_delete=models.CASCADE, related_name="renditions")
    name = models.CharField(max_length=10)
    file = CheckedFileField(upload_to=file_key, max_length=200)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("converted recording")
        verbose_name_plural = _("converted recordings")
        constraints = [models.UniqueConstraint(fields=["media", "name"], name="people_media_rendition_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_side(self) -> int:
        """The shorter side in pixels, by which qualities are called; 0 for sound."""
        return min(self.width, self.height)

    @property
    def content_type(self) -> str:
        """The type that a browser asks before it fetches."""
        return "video/mp4" if self.height else "audio/mp4"

    @property
    def file_folder(self) -> str:
        """The folder of the storage key: that of the media."""
        return self.media.file_folder

    @property
    def download_name(self) -> str:
        """The name under which a browser saves it."""
        stem, _dot, _suffix = self.media.download_name.rpartition(".")
        return f"{stem or 'media'}-{self.name}{PurePath(self.file.name or '').suffix}"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        return reverse("people:file", args=["media-rendition", self.public_id, self.download_name])


def part_key(instance: Any, filename: str) -> str:
    """Return the storage key of a piece of an upload."""
    return f"uploads/{instance.upload.public_id}/{instance.start:015d}"


def whole_key(instance: Any, filename: str) -> str:
    """Return the storage key of an upload that is whole and checked."""
    return f"uploads/{instance.public_id}/whole{plain_suffix(filename)}"


class MediaUpload(models.Model):
    """An upload in pieces. It has no address that hands it out; a form of the media section takes it over."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    type = models.CharField(max_length=10, choices=MediaType.choices)
    filename = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    file = models.FileField(upload_to=whole_key, max_length=200, blank=True)
    duration = models.FloatField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="people_media_upload_once")]

    def __str__(self) -> str:
        return self.filename or str(self.public_id)


class MediaUploadPart(models.Model):
    """A piece of an upload, as it arrived."""

    upload = models.ForeignKey(MediaUpload, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=part_key, max_length=200)

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="people_media_upload_part_once")]

    def __str__(self) -> str:
        return str(self.start)


def delete_file(instance: Any, **signal: Any) -> None:
    """Delete the stored files of a row that was deleted, once that is sure; a signal's receiver."""
    for field in instance._meta.concrete_fields:
        stored = getattr(instance, field.attname)
        if isinstance(field, models.FileField) and stored:
            transaction.on_commit(partial(stored.storage.delete, stored.name))
