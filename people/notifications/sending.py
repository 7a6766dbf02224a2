"""Bringing to people what is due, and trying again what failed."""

import datetime
import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from foundation import stamps
from foundation.jobs import enqueue
from people.models import DeliveryState, NotificationDelivery, User
from people.notifications.composing import Told, composed
from people.notifications.links import DIGEST, absolute, unsubscribe_url
from people.notifications.preferences import Preferences, preferences_of
from people.notifications.times import is_quiet, when_awake
from schoolhouse import faults
from schoolhouse.extension_points import Extension, notification_channels, notification_kinds
from schoolhouse.notifications import Item, Message, NotificationChannel
from schoolhouse.plugins import plugin

logger = logging.getLogger(__name__)

PEOPLE_AT_ONCE = 1_000
ITEMS_IN_MESSAGE = 30
"""A message tells so many things and says how many more there are."""
TRIES = 8
FIRST_PAUSE = datetime.timedelta(minutes=2)
"""Before the second try; doubled each time, so that the last is some four hours after the first."""


def enqueue_due() -> int:
    """Have what is due brought to people, in a job for each person and channel; return how many of these."""
    due = NotificationDelivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=timezone.now())
    pairs = list(due.order_by().values_list("notification__person", "channel").distinct()[:PEOPLE_AT_ONCE])
    for person, channel in pairs:
        payload = {"person": person, "channel": channel}
        enqueue("people.send_notifications_to", payload, key=f"people.notifications:{channel}:{person}")
    return len(pairs)


@stamps.read_once()
def send_to(person: User, channel: str) -> int:
    """Bring to ``person`` by ``channel`` what is due now; return how many messages were sent.

    What they read meanwhile, do not want any more or may not see any more is left out. Raises what the channel raised
    after it was tried for the last time; before that it is due again later.
    """
    now = timezone.now()
    rows = NotificationDelivery.objects.filter(
        notification__person=person, channel=channel, state=DeliveryState.WAITING, due_at__lte=now
    )
    deliveries = list(rows.select_related("notification").order_by("notification_id"))
    if not deliveries:
        return 0
    extension = next((one for one in notification_channels.active() if one.name == channel), None)
    preferences = preferences_of([person])[person.pk]
    if extension is None or not person.is_active or not extension.value.reaches(person):
        _skip(deliveries)
        return 0
    if is_quiet(now.astimezone(preferences.hours.zone).time(), preferences.hours):
        # A worker that was away for a while, or hours that were changed since.
        later = when_awake(now, preferences.hours)
        rows.filter(pk__in=[delivery.pk for delivery in deliveries]).update(due_at=later)
        return 0
    sent = 0
    with translation.override(person.preferred_language or settings.LANGUAGE_CODE):
        for is_digest in (False, True):
            those = [delivery for delivery in deliveries if delivery.is_digest == is_digest]
            sent += _send(person, extension, those, preferences)
    return sent


def _send(
    person: User,
    extension: Extension[NotificationChannel],
    deliveries: list[NotificationDelivery],
    preferences: Preferences,
) -> int:
    proposed = {one.name: one.value.way for one in notification_kinds.active()}
    wanted = [
        delivery
        for delivery in deliveries
        if delivery.notification.read_at is None
        and delivery.notification.kind in proposed
        and extension.name in preferences.brought_by(delivery.notification.kind, proposed[delivery.notification.kind])
    ]
    told = [one for one in composed(person, [delivery.notification for delivery in wanted]) if one.words]
    shown = {one.row.pk for one in told}
    kept = [delivery for delivery in wanted if delivery.notification_id in shown]
    _skip(set(deliveries) - set(kept))
    if not kept:
        return 0
    try:
        extension.value.send(_message(person, told, kept))
    except Exception as error:
        _failed(kept, extension, error)
        return 0
    NotificationDelivery.objects.filter(pk__in=[delivery.pk for delivery in kept]).update(
        state=DeliveryState.SENT, sent_at=timezone.now(), error=""
    )
    return 1


def _message(person: User, told: Sequence[Told], deliveries: Sequence[NotificationDelivery]) -> Message:
    items = [
        Item(
            one.row.kind,
            str(one.label),
            one.words.subject,
            one.words.text,
            absolute(reverse("people:notification", args=[one.row.public_id])),
            one.row.created_at,
        )
        for one in told
        if one.words
    ]
    is_digest = deliveries[0].is_digest
    stops = [DIGEST] if is_digest else {item.kind for item in items}
    return Message(
        person=person,
        items=items[:ITEMS_IN_MESSAGE],
        unsubscribe=unsubscribe_url(person, stops),
        is_digest=is_digest,
        more=max(len(items) - ITEMS_IN_MESSAGE, 0),
        key="/".join(str(delivery.pk) for delivery in deliveries),
    )


def _skip(deliveries: Iterable[NotificationDelivery]) -> None:
    keys = [delivery.pk for delivery in deliveries]
    if keys:
        NotificationDelivery.objects.filter(pk__in=keys).update(state=DeliveryState.SKIPPED)


def _failed(
    deliveries: Sequence[NotificationDelivery], extension: Extension[NotificationChannel], error: Exception
) -> None:
    """Let all be tried again together; raise ``error`` where this was the last time for one of them."""
    said = f"{type(error).__name__}: {error}"[:500]
    rows = NotificationDelivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    attempts = max(delivery.attempts for delivery in deliveries) + 1
    if attempts < TRIES:
        later = timezone.now() + FIRST_PAUSE * 2 ** (attempts - 1)
        rows.update(attempts=attempts, due_at=later, error=said)
        logger.warning("%s could not bring %s notifications: %s", extension.name, len(deliveries), said)
        if plugin(extension.plugin):
            faults.record(extension.plugin, notification_channels.name, error)
        return
    rows.update(attempts=attempts, state=DeliveryState.FAILED, error=said)
    raise error
