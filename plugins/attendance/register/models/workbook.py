"""The forms that superiors want filled in."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.files.keys import content_key


def workbook_key(instance: Any, filename: str) -> str:
    """Return the storage key of a form: opaque, made from its bytes."""
    return content_key(instance.file, ".xlsx", folder="attendance/workbooks")


class Workbook(models.Model):
    """An .xlsx with placeholders, for an organization and everybody below it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="register_workbooks")
    title = models.CharField(_("title"), max_length=100)
    file = models.FileField(upload_to=workbook_key, max_length=200)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("form to fill in")
        verbose_name_plural = _("forms to fill in")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
