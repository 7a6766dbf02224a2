"""Turning up on the first day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 250


class ArrivalWay(models.TextChoices):
    """How somebody was found at the desk."""

    LIST = "list", _("On the list")
    SLIP = "slip", _("By the printed slip")


class Arrival(models.Model):
    """An entry at the arrival desk: somebody has arrived, or an earlier entry was a mistake. Append-only.

    Whether a learner has arrived is what the last entry says: ``number`` counts those of one enrollment from 1.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey("classes.Enrollment", on_delete=models.PROTECT, related_name="arrivals")
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=10, choices=ArrivalWay.choices, default=ArrivalWay.LIST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "number"], name="classes_arrival_in_order"),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True, reason="") | (Q(undoes__isnull=False) & ~Q(reason="")),
                name="classes_arrival_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.number}"
