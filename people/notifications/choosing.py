"""Choosing how one hears of things, and stopping mail."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from people.models import NotificationChoice, NotificationSettings, User
from people.notifications.links import DIGEST
from people.notifications.preferences import preferences_of
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import Way


@transaction.atomic
def choose(
    *,
    by: User,
    ways: Mapping[str, tuple[Way, Sequence[str]]],
    quiet: tuple[datetime.time, datetime.time] | None,
    digest_at: datetime.time,
    mails: bool,
    digests: bool,
) -> None:
    """Keep how a person wants to hear of each kind: its way and the names of further channels; and their hours."""
    settings = _settings_of(by)
    settings.quiet_from, settings.quiet_until = quiet or (None, None)
    settings.digest_at, settings.mails, settings.digests = digest_at, mails, digests
    settings.save()
    for kind, (way, channels) in ways.items():
        NotificationChoice.objects.update_or_create(
            person=by, kind=kind, defaults={"way": way, "channels": list(channels)}
        )


@transaction.atomic
def stop_mail(*, person: User, kinds: Iterable[str]) -> None:
    """Bring no more mail of ``kinds`` to a person, ``DIGEST`` being the evening summary; they stay on the site.

    Done twice it is done once; a kind that the person does not hear of at all stays so.
    """
    settings = _settings_of(person)
    preferences = preferences_of([person])[person.pk]
    for kind in kinds:
        if kind == DIGEST:
            settings.digests = False
            settings.save(update_fields=["digests"])
            continue
        value = notification_kinds.get(kind)
        way = preferences.ways.get(kind, value.way if value else Way.MAIL)
        if way in (Way.MAIL, Way.DIGEST):
            NotificationChoice.objects.update_or_create(person=person, kind=kind, defaults={"way": Way.SITE})


@transaction.atomic
def stop_all_mail(*, person: User) -> None:
    """Bring no mail of any kind to a person."""
    settings = _settings_of(person)
    settings.mails = False
    settings.save(update_fields=["mails"])


def _settings_of(person: User) -> NotificationSettings:
    """Return the settings of a person, locked; new ones begin with the school's hours."""
    hours = preferences_of([person])[person.pk].hours
    defaults = {"quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until, "digest_at": hours.digest_at}
    NotificationSettings.objects.get_or_create(person=person, defaults=defaults)
    return NotificationSettings.objects.select_for_update().get(person=person)
