"""Photos and signed sheets that go with an entry of the register."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key, plain_suffix
from plugins.attendance.register.models.head_count import HeadCount
from plugins.attendance.register.models.outside_class import OutsideClass


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    PHOTO = "photo", _("Photo")
    SHEET = "sheet", _("Signed sheet")


def evidence_key(instance: Any, filename: str) -> str:
    """Return the storage key of a file: opaque, made from its bytes and its suffix."""
    return content_key(instance.file, plain_suffix(filename), folder="attendance")


class RegisterEvidence(models.Model):
    """A private file of one entry; whoever may read the entry may fetch it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    head_count = models.ForeignKey(HeadCount, null=True, on_delete=models.CASCADE, related_name="evidence")
    outside = models.ForeignKey(OutsideClass, null=True, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    file = models.FileField(upload_to=evidence_key, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evidence of the register")
        verbose_name_plural = _("evidence of the register")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_count__isnull=False, outside=None) | Q(head_count=None, outside__isnull=False),
                name="attendance_evidence_of_one_entry",
            )
        ]

    def __str__(self) -> str:
        return self.name
