"""Moving a time as a clock on the wall shows it."""

import datetime
from typing import overload
from zoneinfo import ZoneInfo


@overload
def moved(moment: datetime.datetime, shift: datetime.timedelta, zone: ZoneInfo) -> datetime.datetime: ...
@overload
def moved(moment: None, shift: datetime.timedelta, zone: ZoneInfo) -> None: ...
def moved(moment: datetime.datetime | None, shift: datetime.timedelta, zone: ZoneInfo) -> datetime.datetime | None:
    """Return ``moment`` moved by ``shift`` on the clock of ``zone``; nothing stays nothing.

    By whole days it keeps its time of day, whatever happens to the clock in between; a time that a change of the clock
    leaves out becomes the one that it shows then.
    """
    if moment is None:
        return None
    local = moment.astimezone(zone)
    there = (local.replace(tzinfo=None) + shift).replace(fold=local.fold, tzinfo=zone)
    return there.astimezone(datetime.UTC).astimezone(zone)
