"""Addresses by which guest instructors read what was said of their own lectures, without an account."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class GuestLink(models.Model):
    """An address that shows the summaries of one instructor's lectures in one class, until it expires or is revoked.

    The address itself is not stored: ``evaluations.results.guests`` makes it from ``public_id`` and the server's key.
    Without its class a link shows nothing, and goes with it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        "classes.TrainingClassPage", on_delete=models.CASCADE, related_name="guest_links"
    )
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("instructor"), on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link for a guest instructor")
        verbose_name_plural = _("links for guest instructors")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="evaluations_guest_link_times"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="evaluations_guest_link_revoked_by",
            ),
        ]

    def __str__(self) -> str:
        return str(self.instructor)

    def is_open(self, now: datetime.datetime) -> bool:
        """Say whether it still opens at ``now``."""
        return self.revoked_at is None and now < self.expires_at
