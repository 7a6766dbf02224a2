"""Addresses by which somebody stops mail without signing in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from people.models import User

SALT = "people.notifications.unsubscribe"
DIGEST = "*digest"
"""Stands for the evening summary where kinds are named."""


@dataclass(frozen=True)
class Stopping:
    """Whose mail is stopped, and of which kinds; ``DIGEST`` is the evening summary."""

    person: User
    kinds: tuple[str, ...]


def token_for(person: User, kinds: Iterable[str]) -> str:
    """Return what says, in an address, that mail of ``kinds`` to ``person`` is to stop. It does not expire."""
    return signing.dumps([str(person.public_id), *sorted(set(kinds))], salt=SALT, compress=True)


def unsubscribe_url(person: User, kinds: Iterable[str]) -> str:
    """Return the absolute address of the page that stops mail of ``kinds``."""
    return absolute(reverse("people:unsubscribe", args=[token_for(person, kinds)]))


def read_token(token: str) -> Stopping | None:
    """Return what a token says; ``None`` for one that is forged or cut off, or whose person is gone."""
    try:
        public_id, *kinds = signing.loads(token, salt=SALT)
        person = User.objects.filter(public_id=uuid.UUID(public_id), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return Stopping(person, tuple(kinds)) if person else None


def absolute(url: str) -> str:
    """Return an address of this site with its name."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + url
