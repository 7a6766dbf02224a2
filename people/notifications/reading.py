"""Reading notifications and clearing old ones away; each person's counter moves with what it counts."""

import datetime
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from people.models import Notification, User

BATCH = 1_000


def mark_read(*, notification: Notification) -> bool:
    """Note that its person has read it; say whether this was the first time."""
    rows = Notification.objects.filter(pk=notification.pk)
    return bool(_mark(rows, notification.person_id))


def mark_all_read(*, person: User, until: Notification) -> int:
    """Note that ``person`` has read all up to ``until``, which they had before them; return how many were unread."""
    return _mark(Notification.objects.filter(person=person, pk__lte=until.pk), person.pk)


@transaction.atomic
def _mark(rows: QuerySet[Notification], person: int) -> int:
    count = rows.filter(read_at=None).update(read_at=timezone.now())
    if count:
        _lower(person, count)
    return count


def clear_old(now: datetime.datetime | None = None) -> int:
    """Delete what was told longer ago than ``NOTIFICATIONS_KEEP_DAYS``, read or not; return how many."""
    before = (now or timezone.now()) - datetime.timedelta(days=settings.NOTIFICATIONS_KEEP_DAYS)
    old, cleared = Notification.objects.filter(created_at__lt=before), 0
    while keys := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            # Locked, so that nobody reads one of them between its being counted and deleted.
            rows = Notification.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
            unread = Counter(person for person, read_at in rows.values_list("person_id", "read_at") if read_at is None)
            Notification.objects.filter(pk__in=keys).delete()
            for person, count in sorted(unread.items()):
                _lower(person, count)
        cleared += len(keys)
    return cleared


def recount(person: User) -> int:
    """Set the counter of ``person`` to what it counts, after accounts were merged; return it."""
    count = Notification.objects.filter(person=person, read_at=None).count()
    User.objects.filter(pk=person.pk).update(unread_notifications=count)
    return count


def _lower(person: int, count: int) -> None:
    User.objects.filter(pk=person).update(unread_notifications=F("unread_notifications") - count)
