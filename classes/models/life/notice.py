"""Notices to a class, and who has read them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LENGTH = 100
BODY_LENGTH = 5_000


class ClassNotice(models.Model):
    """What everybody in a class should know. It never changes; a wrong one is withdrawn and written anew."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="notices")
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    body = models.TextField(_("notice"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice to a class")
        verbose_name_plural = _("notices to classes")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "client_key"], name="classes_notice_sent_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="classes_notice_withdrawn_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeRead(models.Model):
    """Somebody has opened a notice, the first time."""

    notice = models.ForeignKey(ClassNotice, on_delete=models.CASCADE, related_name="reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice read")
        verbose_name_plural = _("notices read")
        constraints = [models.UniqueConstraint(fields=["notice", "reader"], name="classes_notice_read_once")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.reader_id}"
