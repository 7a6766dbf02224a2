"""What people chose, and what holds where they chose nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings

from people.models import NotificationChoice, NotificationSettings, RoleAssignment, User
from people.notifications.mail import MAIL
from people.notifications.times import Hours, school_hours
from people.queries.organizations import time_zones_of
from schoolhouse.extension_points import Extension, notification_channels, notification_kinds
from schoolhouse.notifications import NotificationChannel, NotificationKind, Way


@dataclass(frozen=True)
class Preferences:
    """What holds for one person. ``ways`` and ``channels`` are what was chosen, by the name of the kind."""

    hours: Hours
    mails: bool = True
    digests: bool = True
    ways: dict[str, Way] = field(default_factory=dict)
    channels: dict[str, list[str]] = field(default_factory=dict)

    def way_of(self, kind: str, proposed: Way) -> Way:
        """Return how the person hears of a kind, where there may be no mail or no summary for them at all."""
        way = self.ways.get(kind, proposed)
        if (way == Way.MAIL and not self.mails) or (way == Way.DIGEST and not (self.mails and self.digests)):
            return Way.SITE
        return way

    def brought_by(self, kind: str, proposed: Way) -> dict[str, bool]:
        """Return the names of the channels that bring a kind to the person, and whether in the evening summary."""
        way = self.way_of(kind, proposed)
        if way == Way.OFF:
            return {}
        mail = {MAIL: way == Way.DIGEST} if way in (Way.MAIL, Way.DIGEST) else {}
        return {**mail, **{name: False for name in self.channels.get(kind, ()) if name != MAIL}}


def preferences_of(people: Sequence[User]) -> dict[int, Preferences]:
    """Return what holds for each of ``people``, by key. As many queries for one as for a class."""
    keys = [person.pk for person in people]
    stored = {row.person_id: row for row in NotificationSettings.objects.filter(person__in=keys)}
    zones = zones_of(keys)
    ways: dict[int, dict[str, Way]] = {}
    channels: dict[int, dict[str, list[str]]] = {}
    for choice in NotificationChoice.objects.filter(person__in=keys):
        ways.setdefault(choice.person_id, {})[choice.kind] = Way(choice.way)
        channels.setdefault(choice.person_id, {})[choice.kind] = choice.channels
    found = {}
    for key in keys:
        row, zone = stored.get(key), zones[key]
        hours = Hours(zone, row.quiet_from, row.quiet_until, row.digest_at) if row else school_hours(zone)
        found[key] = Preferences(
            hours, row.mails if row else True, row.digests if row else True, ways.get(key, {}), channels.get(key, {})
        )
    return found


def zones_of(people: Iterable[int]) -> dict[int, ZoneInfo]:
    """Return the time zone of each person: of the organization of their first role, else the server's. Two queries."""
    first = {}
    roles = RoleAssignment.objects.filter(user__in=people).select_related("organization").order_by("-pk")
    for role in roles:
        first[role.user_id] = role.organization
    zones = time_zones_of(first.values())
    server = ZoneInfo(settings.TIME_ZONE)
    return {person: zones[first[person].pk] if person in first else server for person in people}


def kinds_on() -> list[Extension[NotificationKind]]:
    """Return the kinds that are switched on anywhere."""
    return notification_kinds.active()


def channels_for(person: User) -> list[Extension[NotificationChannel]]:
    """Return the channels that can reach ``person``, those of plugins after the mail. No query."""
    from schoolhouse.faults import shielded

    found = []
    for extension in notification_channels.active():
        with shielded(extension.plugin, notification_channels.name):
            if extension.value.reaches(person):
                found.append(extension)
    return found
