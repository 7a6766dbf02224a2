"""The outbox: events written with what they tell of, and who has still to hear of them."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it did. Never changed afterwards.

    ``organization`` is the ``public_id`` of the organization in which it happened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    data = models.JSONField(_("data"), default=dict, encoder=DjangoJSONEncoder)
    organization = models.UUIDField(_("organization"), null=True, blank=True)
    occurred_at = models.DateTimeField(_("occurred"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["name", "version", "occurred_at"], name="jobs_event_name"),
            models.Index(fields=["occurred_at"], name="jobs_event_occurred"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Delivery(models.Model):
    """One event for one handler. ``delivered_at`` is set in the transaction in which the handler takes effect."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("handler"), max_length=150)
    job = models.OneToOneField("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="delivery")
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="jobs_delivery_once_per_handler"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"
