"""One-time codes: how imported people sign in first, and how a teacher helps somebody who forgot a password."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = (3, 3, 4)
LENGTH = sum(GROUPS)


def new_code() -> str:
    """Make a random code of 10 characters, none of which looks like another (about 49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def clean_code(typed: str) -> str:
    """Drop spaces, hyphens and case from what somebody typed; an empty string if it cannot be a code."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    return code if len(code) == LENGTH and not set(code) - set(ALPHABET) else ""


def group_code(code: str) -> str:
    """Write a code as it is printed: ``K7M-3XP-9QDT``."""
    first, second = GROUPS[0], GROUPS[0] + GROUPS[1]
    return f"{code[:first]}-{code[first:second]}-{code[second:]}"


def hash_code(code: str) -> str:
    """Give the keyed hash under which a code is stored; the plain code is kept nowhere."""
    return salted_hmac("people.one_time_code", code, algorithm="sha256").hexdigest()


class OneTimeCodeQuerySet(models.QuerySet["OneTimeCode"]):
    """One-time codes."""

    def open(self) -> "OneTimeCodeQuerySet":
        """Keep those that still open an account."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


class OneTimeCode(models.Model):
    """A printed code that signs its person in once. At most one per person is neither used nor revoked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="one_time_codes"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OneTimeCodeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="people_one_open_code_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"
