"""What was read from a document: how many pages it has, pictures of them, and their words."""

import uuid
from pathlib import PurePath
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.documents.faults import fault_message
from foundation.files.keys import plain_suffix
from people.models.files import CheckedFileField, SchoolDocument, file_key

PAGED = (".pdf", ".pptx")
"""Suffixes of documents that have pages to show."""


class ReadingState(models.TextChoices):
    """How far a document is on its way from the upload to pictures of its pages."""

    WAITING = "queued", _("Waiting to be read")
    WORKING = "working", _("Being read")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be read")


EDGES: dict[str, frozenset[str]] = {
    ReadingState.WAITING: frozenset({ReadingState.WAITING, ReadingState.WORKING, ReadingState.FAILED}),
    ReadingState.WORKING: frozenset(
        {ReadingState.WORKING, ReadingState.READY, ReadingState.FAILED, ReadingState.WAITING}
    ),
    ReadingState.READY: frozenset({ReadingState.WAITING}),
    ReadingState.FAILED: frozenset({ReadingState.WAITING}),
}
"""From each state, where it may go. Waiting again is a new file, more pages or another try; working again is a second
attempt after a lost worker."""


class DocumentReading(models.Model):
    """How far the reading of a document is. ``key`` names the stored file that is read."""

    document = models.OneToOneField(SchoolDocument, on_delete=models.CASCADE, related_name="reading")
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING, db_index=True)
    state_changed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=20, blank=True)
    fault_values = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=0)
    wants_pages = models.BooleanField(default=False)
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of a document")
        verbose_name_plural = _("readings of documents")

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def fault_message(self) -> str:
        """Why it could not be read, in the reader's language; empty unless it failed."""
        return fault_message(self.fault, self.fault_values) if self.state == ReadingState.FAILED else ""


class DocumentPage(models.Model):
    """A page as two pictures and its words; who may fetch it is asked of the document."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(SchoolDocument, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    file = CheckedFileField(upload_to=file_key, max_length=200)
    small = CheckedFileField(upload_to=file_key, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="people_document_page_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"

    @property
    def download_name(self) -> str:
        """The name under which a browser saves it."""
        stem = PurePath(self.document.download_name).stem
        return f"{stem or 'page'}-{self.number}{plain_suffix(self.file.name or '')}"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        kind = "document-page" if field == "file" else "document-page-small"
        return reverse("people:file", args=[kind, self.public_id, self.download_name])


def has_pages(document: Any) -> bool:
    """Say whether ``document`` is of a kind that has pages to show."""
    return plain_suffix(document.file.name or "") in PAGED
