"""A person's own timetable for the calendar of a phone."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Make a random token for an address (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Give the keyed hash under which a token is stored; the plain token is kept nowhere."""
    return salted_hmac("classes.calendar_feed", token, algorithm="sha256").hexdigest()


class CalendarFeed(models.Model):
    """The secret address of somebody's timetable; without a row there is none. A new one takes the place of the old."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person)
