"""Hours outside the school, with their evidence."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.files.keys import content_key, plain_suffix

MOST_MINUTES = 60 * 24 * 31


class OutsideState(models.TextChoices):
    """Where outside hours stand. The edges between them are in ``plugins.hours.actions.outside_edges``."""

    DRAFT = "draft", pgettext_lazy("hours", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("hours", "Handed in")
    APPROVED = "approved", pgettext_lazy("hours", "Approved")
    RETURNED = "returned", pgettext_lazy("hours", "Returned")
    REFUSED = "refused", pgettext_lazy("hours", "Refused")


class OutsideHours(models.Model):
    """Something that a learner took part in outside the school, and wants to be counted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outside_hours")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("what it was"), max_length=150)
    organizer = models.CharField(_("who held it"), max_length=150)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    remarks = models.TextField(_("remarks"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=OutsideState.choices, default=OutsideState.DRAFT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("outside hours")
        verbose_name_plural = _("outside hours")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="hours_outside_dates"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="hours_outside_minutes"
            ),
            models.CheckConstraint(condition=Q(state__in=OutsideState.values), name="hours_outside_state_known"),
        ]
        indexes = [models.Index(fields=["learner", "state"]), models.Index(fields=["state", "organization"])]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        """How many days it took."""
        return (self.ends_on - self.starts_on).days + 1


class OutsideStep(models.Model):
    """One change of the state of outside hours: who, when and why. Append-only."""

    outside = models.ForeignKey(OutsideHours, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=10, choices=OutsideState.choices)
    to_state = models.CharField(max_length=10, choices=OutsideState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


def evidence_key(instance: Any, filename: str) -> str:
    """Return the storage key of a file: opaque, made from its bytes and its suffix."""
    return content_key(instance.file, plain_suffix(filename), folder="hours")


class Evidence(models.Model):
    """A file that shows that outside hours happened; for its author and those who may approve."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outside = models.ForeignKey(OutsideHours, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to=evidence_key, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
