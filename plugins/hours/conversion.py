"""How time becomes training hours. Pure: nothing here reads or writes the database."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plugins.hours.models import ConversionTable, HoursSource

HUNDREDTH = Decimal("0.01")
NOTHING = Decimal("0.00")

_RANK = {HoursSource.CLASS: 0, HoursSource.LESSON: 1, HoursSource.OUTSIDE: 2}


@dataclass(frozen=True)
class Found:
    """Something that may count, as its source has it.

    ``minutes`` is the time of a session or of outside hours, ``stated`` the training hours that a lesson states.
    ``booked`` are hours that stand already and stay as they are, because nobody can be asked about them now.
    ``moment`` orders what happened on a day.
    """

    source: str
    reference: str
    day: datetime.date
    title: str
    table: ConversionTable
    organization: int | None = None
    minutes: int = 0
    online: bool = False
    days: int = 1
    stated: Decimal | None = None
    booked: Decimal | None = None
    moment: str = ""


@dataclass(frozen=True)
class Converted:
    """What something comes to, and why: ``why`` is JSON with the numbers that were reckoned with."""

    found: Found
    hours: Decimal
    minutes: int
    why: dict[str, Any] = field(default_factory=dict)


def converted(things: Iterable[Found]) -> list[Converted]:
    """Convert what one learner has, in the order of time, below the most hours of each day.

    Sessions of a day come first, then its lessons. Outside hours have the same limit for each of their days, by
    themselves. The order in which ``things`` are given does not matter.
    """
    used: defaultdict[datetime.date, Decimal] = defaultdict(Decimal)
    result = []
    for found in sorted(things, key=_order):
        if found.source == HoursSource.OUTSIDE:
            result.append(_limited(found, found.table.most_a_day * found.days))
            continue
        one = _limited(found, found.table.most_a_day - used[found.day])
        used[found.day] += one.hours
        result.append(one)
    return result


def _order(found: Found) -> tuple[Any, ...]:
    # What stands already is not pushed aside by what comes new.
    return found.day, found.booked is None, _RANK[HoursSource(found.source)], found.moment, found.reference


def _limited(found: Found, most: Decimal) -> Converted:
    if found.booked is not None:
        return Converted(found, found.booked, found.minutes)
    full, factor, minutes = _full(found)
    hours = max(min(full, most), NOTHING).quantize(HUNDREDTH)
    why = {"factor": str(factor), "an_hour": found.table.minutes_an_hour}
    if found.stated is not None:
        why["stated"] = str(found.stated)
    if hours < full:
        why["full"] = str(full)
    return Converted(found, hours, minutes, why)


def _full(found: Found) -> tuple[Decimal, Decimal, int]:
    """Return the hours without a limit, the factor, and the minutes that were counted."""
    table = found.table
    if found.stated is not None:
        factor, minutes = table.lesson_factor, int(found.stated * table.minutes_an_hour)
        hours = found.stated * factor
    else:
        outside = found.source == HoursSource.OUTSIDE
        factor = table.outside_factor if outside else table.online_factor if found.online else Decimal(1)
        minutes, hours = found.minutes, found.minutes * factor / table.minutes_an_hour
    return hours.quantize(HUNDREDTH, ROUND_HALF_UP), factor, minutes
