"""Moving a time by days as a clock on the wall shows it."""

import datetime
from typing import overload
from zoneinfo import ZoneInfo


@overload
def moved(moment: datetime.datetime, shift: datetime.timedelta, zone: ZoneInfo) -> datetime.datetime: ...
@overload
def moved(moment: None, shift: datetime.timedelta, zone: ZoneInfo) -> None: ...
def moved(moment: datetime.datetime | None, shift: datetime.timedelta, zone: ZoneInfo) -> datetime.datetime | None:
    """Return ``moment`` moved by ``shift`` (whole days) with the same time of day in ``zone``; nothing stays nothing.

    Across a change to or from daylight saving the clock shows the same; a time that the change leaves out becomes the
    one that the clock shows then.
    """
    if moment is None:
        return None
    local = moment.astimezone(zone)
    there = datetime.datetime.combine(local.date() + shift, local.time().replace(fold=local.fold), tzinfo=zone)
    return there.astimezone(datetime.UTC).astimezone(zone)
