"""Giving and taking back the secret address of somebody's timetable."""

from django.db import transaction

from classes.models import CalendarFeed
from classes.models.calendar_feed import hash_token, new_token
from people.models import User


@transaction.atomic
def open_feed(*, by: User) -> str:
    """Give ``by`` a new address and return its token, which is kept nowhere; the old one leads nowhere at once."""
    token = new_token()
    # The person's row is locked, so that of two presses at the same moment the second takes the place of the first.
    User.objects.select_for_update().get(pk=by.pk)
    CalendarFeed.objects.update_or_create(person=by, defaults={"token_hash": hash_token(token)})
    return token


@transaction.atomic
def close_feed(*, by: User) -> None:
    """Take the address of ``by`` back, at once."""
    CalendarFeed.objects.filter(person=by).delete()
