"""What people were told, by which ways it was brought to them, and what they chose about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schoolhouse.notifications import Way

KEY_LENGTH = 200


class Notification(models.Model):
    """Somebody is told of one thing, once: ``key`` names what happened among all that are of this ``kind``.

    ``data`` is what the kind makes its words of, in the language of whoever reads it. ``url`` is an address of this
    site, without its name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=KEY_LENGTH)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organization = models.ForeignKey(
        "people.Organization", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="people_notification_told_once"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="people_notification_url_of_this_site"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="people_notification_latest"),
            models.Index(fields=["person", "-id"], name="people_notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["created_at"], name="people_notification_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"


class DeliveryState(models.TextChoices):
    """What became of bringing a notification to somebody by one channel."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    SKIPPED = "skipped", pgettext_lazy("delivery", "Not sent: no longer wanted, or not to be seen any more")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")


class NotificationDelivery(models.Model):
    """A notification is to be brought to its person by one channel, not before ``due_at``."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=100)
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery of a notification")
        verbose_name_plural = _("deliveries of notifications")
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="people_delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="people_delivery_sent_at",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="people_delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.notification_id}: {self.channel}"


class NotificationChoice(models.Model):
    """How a person wants to hear of one kind; without a row, as the kind proposes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=100)
    way = models.CharField(max_length=10, choices=Way.choices)
    channels = models.JSONField(default=list, help_text=_("Names of further channels."))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice about notifications")
        verbose_name_plural = _("choices about notifications")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="people_notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.way}"


class NotificationSettings(models.Model):
    """When a person wants to be left alone and when the summary comes, in wall time of their own zone.

    Without a row the school's hours hold. No hours at all is no quiet time. ``mails`` and ``digests`` say whether
    there is any mail, and any summary.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_settings"
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField()
    mails = models.BooleanField(default=True)
    digests = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("settings of notifications")
        verbose_name_plural = _("settings of notifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="people_notification_quiet_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
