"""The ledger of training hours."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HoursSource(models.TextChoices):
    """Where hours come from."""

    CLASS = "class", _("Classes")
    LESSON = "lesson", _("Lessons")
    OUTSIDE = "outside", _("Outside the school")


class HoursAccount(models.Model):
    """What is locked while somebody's hours are booked; says nothing by itself."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hours_account")
    booked_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.learner_id)


class HoursEntry(models.Model):
    """Training hours of a learner on a day. Append-only: a correction is a reversal and another entry.

    ``reference`` names the source within its kind: enrollment and timetable item, lesson, or outside hours, by public
    ids. ``number`` counts the bookings of the same source, a reversal having the number of what it reverses.
    ``minutes`` is the time that was counted, ``hours`` what it came to by ``table`` in ``table_version`` (none: the
    standard table), below the day's most. ``organization`` is the one whose table counted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hours_entries")
    day = models.DateField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    minutes = models.IntegerField()
    source = models.CharField(max_length=10, choices=HoursSource.choices)
    reference = models.CharField(max_length=80)
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    why = models.JSONField(default=dict)
    organization = models.ForeignKey(
        "people.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    table = models.ForeignKey(
        "hours.ConversionTable", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    table_version = models.PositiveIntegerField(default=0)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("training-hours entry")
        verbose_name_plural = _("training-hours entries")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "source", "reference", "number"],
                condition=Q(reverses__isnull=True),
                name="hours_entry_source_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, hours__gte=0, minutes__gte=0)
                | Q(reverses__isnull=False, hours__lte=0, minutes__lte=0),
                name="hours_entry_sign",
            ),
            models.CheckConstraint(condition=Q(source__in=HoursSource.values), name="hours_entry_source_known"),
        ]
        indexes = [models.Index(fields=["learner", "day"]), models.Index(fields=["source", "reference"])]

    def __str__(self) -> str:
        return f"{self.day}: {self.hours}"
