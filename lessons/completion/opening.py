"""The sealed time at which a learner opened a lesson: what the server saw itself, and can recognize without a row."""

import datetime
import uuid
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone

from people.models import User

LONGEST = datetime.timedelta(hours=12)
"""So long after a lesson was opened, what is studied there still counts without the server hearing of it."""
LATEST = datetime.timedelta(days=30)
"""So long after a lesson was opened, reports on it are taken."""


def seal(user: User, key: uuid.UUID) -> str:
    """Return the proof that ``user`` opens the lesson with this translation key now."""
    return _signer(user, key).sign(format(timezone.now().timestamp(), ".2f"))


def opened_at(sealed: str, user: User, key: uuid.UUID) -> datetime.datetime | None:
    """Return when ``user`` opened the lesson; ``None`` for another's seal, another lesson's, or one too old."""
    try:
        moment = float(_signer(user, key).unsign(sealed))
    except (BadSignature, ValueError):
        return None
    opened = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    return opened if timezone.now() - opened <= LATEST else None


def reader_mark(user: User) -> str:
    """Return a word by which a browser tells apart what different people left in it; it says nothing of them."""
    return _reader_mark(str(user.public_id), settings.SECRET_KEY)


def mark_of_reader(request: HttpRequest) -> str:
    """Return the mark of whoever has signed in, for any page; nothing for strangers."""
    return reader_mark(request.user) if isinstance(request.user, User) else ""


@lru_cache(maxsize=2_000)
def _reader_mark(public_id: str, secret_key: str) -> str:
    return Signer(key=secret_key, salt="lessons.reader").signature(public_id)[:16]


def _signer(user: User, key: uuid.UUID) -> Signer:
    return Signer(salt=f"lessons.completion.opening:{user.public_id}:{key}")
