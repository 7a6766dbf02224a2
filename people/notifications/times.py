"""When something may be brought to a person: quiet hours and the evening summary, in the wall time of their zone."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings


@dataclass(frozen=True)
class Hours:
    """A person's quiet hours, from and until (both or neither), and when their evening summary comes."""

    zone: ZoneInfo
    quiet_from: datetime.time | None
    quiet_until: datetime.time | None
    digest_at: datetime.time


def school_hours(zone: ZoneInfo) -> Hours:
    """Return what holds for whoever has chosen nothing."""
    quiet = settings.NOTIFICATIONS_QUIET_FROM, settings.NOTIFICATIONS_QUIET_UNTIL
    if quiet[0] == quiet[1]:
        return Hours(zone, None, None, settings.NOTIFICATIONS_DIGEST_AT)
    return Hours(zone, *quiet, settings.NOTIFICATIONS_DIGEST_AT)


def is_quiet(wall: datetime.time, hours: Hours) -> bool:
    """Say whether ``wall`` lies in the quiet hours: from the first minute on, until before the last one."""
    begin, end = hours.quiet_from, hours.quiet_until
    if begin is None or end is None:
        return False
    if begin < end:
        return begin <= wall < end
    return wall >= begin or wall < end


def next_wall(moment: datetime.datetime, wall: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """Return the first moment, later than ``moment``, at which clocks in ``zone`` show ``wall``; in UTC.

    An hour that clocks skip is taken as long after midnight as it would have been, one that they show twice once.
    """
    day = moment.astimezone(zone).date()
    for days in range(3):
        shown = datetime.datetime.combine(day + datetime.timedelta(days=days), wall, tzinfo=zone)
        found = shown.astimezone(datetime.UTC)
        if found > moment:
            return found
    raise AssertionError("No clock shows a time on none of three days.")


def when_awake(moment: datetime.datetime, hours: Hours) -> datetime.datetime:
    """Return ``moment``, or when the quiet hours end that it lies in."""
    if not is_quiet(moment.astimezone(hours.zone).time(), hours):
        return moment
    assert hours.quiet_until is not None
    local = moment.astimezone(hours.zone)
    # Clocks may show the end of the quiet hours twice in a night: the second time, where the first is over.
    again = datetime.datetime.combine(local.date(), hours.quiet_until, tzinfo=hours.zone).replace(fold=1)
    ends_today = again.astimezone(datetime.UTC)
    if local.time() < hours.quiet_until and ends_today > moment:
        first = again.replace(fold=0).astimezone(datetime.UTC)
        return first if first > moment else ends_today
    return next_wall(moment, hours.quiet_until, hours.zone)


def next_digest(moment: datetime.datetime, hours: Hours) -> datetime.datetime:
    """Return when the next summary after ``moment`` comes; never within quiet hours."""
    return when_awake(next_wall(moment, hours.digest_at, hours.zone), hours)
