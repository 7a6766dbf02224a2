"""Pictures and files that were given as answers."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key
from people.models.files import CheckedFileField

NAME_LENGTH = 120


def file_key(instance: Any, filename: str) -> str:
    """Return the storage key of an upload: opaque, made from its bytes."""
    return content_key(instance.file, filename, folder="feedback")


class FeedbackFile(models.Model):
    """A picture or file for an answer. Who reads the answers to its question may fetch it, and nobody else.

    It carries neither who sent it nor when, so that it cannot be matched with participations; of an anonymous survey
    it is a picture made anew, and ``name`` stays empty. Until it is stored with an answer it waits for one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("evaluations.FeedbackSurvey", on_delete=models.PROTECT, related_name="files")
    file = CheckedFileField(upload_to=file_key, max_length=200)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    size = models.PositiveIntegerField(help_text=_("In bytes."))
    is_image = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return self.name or str(self.pk)
