"""Reports of study, as they came in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LessonBeat(models.Model):
    """A stretch of study that a learner's page reported; written once, then merged into the progress with many others.

    ``key`` is the page's own, so that a report that is sent again counts once. ``starts_at`` and ``ends_at`` are times
    of the server, ``played`` has ``[from, to)`` in seconds of each film or recording by the id of its block.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    translation_key = models.UUIDField()
    language = models.CharField(max_length=100)
    key = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField(default=0)
    played = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    is_merged = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report of study")
        verbose_name_plural = _("reports of study")
        constraints = [
            models.UniqueConstraint(fields=["learner", "key"], name="lessons_beat_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="lessons_beat_percent"),
            models.CheckConstraint(
                condition=Q(starts_at__lte=F("ends_at"), ends_at__lte=F("received_at")), name="lessons_beat_span"
            ),
        ]
        indexes = [
            models.Index(
                fields=["translation_key", "learner"], condition=Q(is_merged=False), name="lessons_beat_pending"
            ),
            models.Index(fields=["received_at"], name="lessons_beat_received"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.starts_at}"
