"""What was changed on a timetable, and who has seen it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeKind(models.TextChoices):
    """What happened to an item."""

    MOVED = "moved", pgettext_lazy("timetable change", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("timetable change", "Cancelled")
    RESTORED = "restored", pgettext_lazy("timetable change", "Held after all")
    ADDED = "added", pgettext_lazy("timetable change", "Added")


class TimetableChange(models.Model):
    """One item of a timetable was changed: when it was and is now. Append-only; rows of one ``act`` belong together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.UUIDField(editable=False)
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="timetable_changes"
    )
    item = models.ForeignKey("classes.TimetableItem", null=True, on_delete=models.SET_NULL, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    title = models.CharField(max_length=255)
    was_starts_at = models.DateTimeField(null=True)
    was_ends_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of a timetable")
        verbose_name_plural = _("changes of timetables")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="moved") & Q(was_starts_at__isnull=False, was_ends_at__isnull=False))
                | (~Q(kind="moved") & Q(was_starts_at__isnull=True, was_ends_at__isnull=True)),
                name="classes_timetable_change_was",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class TimetableSeen(models.Model):
    """Up to which change somebody has seen what was changed on a class's timetable."""

    training_class = models.ForeignKey("classes.TrainingClassPage", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    change = models.ForeignKey(TimetableChange, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("seen change of a timetable")
        verbose_name_plural = _("seen changes of timetables")
        constraints = [models.UniqueConstraint(fields=["person", "training_class"], name="classes_timetable_seen_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.change}"
