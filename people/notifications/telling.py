"""Telling people of something, once."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from people.models import Notification, NotificationDelivery, Organization, User
from people.models.notification import KEY_LENGTH
from people.notifications.preferences import Preferences, preferences_of
from people.notifications.times import next_digest, when_awake
from schoolhouse.activation import is_active
from schoolhouse.extension_points import notification_channels, notification_kinds
from schoolhouse.notifications import Way

BATCH = 500


def tell(
    kind: str,
    *,
    key: str,
    people: Iterable[User | int],
    data: Mapping[str, Any],
    url: str,
    by: User | None = None,
    organization: Organization | None = None,
) -> int:
    """Tell ``people``, persons or their keys, of one thing; return how many of them had not been told of it.

    ``kind`` is a name at ``notification_kinds``; ``key`` names what happened, at most 200 characters: told again, with
    the same kind and key, nobody hears of it twice. ``data`` is what the kind's ``words`` and ``visible`` receive, as
    JSON. ``url`` leads there, as an address of this site that begins with a slash. ``by`` did it and is not told. Who
    wants to hear nothing of the kind is left out, as are closed accounts. Raises ``LookupError`` for a kind that nobody
    registered and ``ValueError`` for a key or address that will not do; does nothing while the kind's plugin is off.
    """
    extension = notification_kinds.extension(kind)
    if extension is None:
        raise LookupError(f"Nobody registered “{kind}” at {notification_kinds.name}.")
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"A key has 1 to {KEY_LENGTH} characters, and is {key!r}.")
    if not url.startswith("/") or url.startswith(("//", "/\\")) or len(url) > 500:
        raise ValueError(f"An address of this site begins with one slash, and is {url!r}.")
    if not is_active(extension.plugin):
        return 0
    keys = sorted({one if isinstance(one, int) else one.pk for one in people} - {by.pk if by else None})
    made = Notification(kind=kind, key=key, data=dict(data), url=url, actor=by, organization=organization)
    told = 0
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            told += _tell(keys[start : start + BATCH], made, extension.value.way)
    return told


def _tell(keys: list[int], made: Notification, proposed: Way) -> int:
    """Tell those who have not been told; their counters move in the same transaction."""
    # Whoever tells one of them of something else waits here, so that nobody is told twice and each is counted once.
    locked = User.objects.select_for_update(no_key=True).filter(pk__in=keys, is_active=True).order_by("pk")
    people = list(locked)
    had = set(
        Notification.objects.filter(person__in=people, kind=made.kind, key=made.key).values_list("person_id", flat=True)
    )
    people = [person for person in people if person.pk not in had]
    preferences = preferences_of(people)
    people = [person for person in people if preferences[person.pk].way_of(made.kind, proposed) != Way.OFF]
    now = timezone.now()
    rows = Notification.objects.bulk_create(
        [
            Notification(
                person=person,
                kind=made.kind,
                key=made.key,
                data=made.data,
                url=made.url,
                actor=made.actor,
                organization=made.organization,
                created_at=now,
            )
            for person in people
        ]
    )
    User.objects.filter(pk__in=[person.pk for person in people]).update(
        unread_notifications=F("unread_notifications") + 1
    )
    NotificationDelivery.objects.bulk_create(
        [
            delivery
            for row, person in zip(rows, people, strict=True)
            for delivery in _deliveries(row, person, preferences[person.pk], proposed, now)
        ]
    )
    return len(rows)


def _deliveries(
    row: Notification, person: User, preferences: Preferences, proposed: Way, now: datetime.datetime
) -> list[NotificationDelivery]:
    """Return what brings a notification to its person; none by a channel that could not reach them anyway."""
    found = []
    for channel, is_digest in preferences.brought_by(row.kind, proposed).items():
        extension = notification_channels.extension(channel)
        if extension is None or not is_active(extension.plugin) or not extension.value.reaches(person):
            continue
        due = next_digest(now, preferences.hours) if is_digest else when_awake(now, preferences.hours)
        found.append(NotificationDelivery(notification=row, channel=channel, is_digest=is_digest, due_at=due))
    return found
