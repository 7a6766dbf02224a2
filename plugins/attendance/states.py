"""How a learner stands to a roll: one function over what was recorded. Nobody types a state, nothing stores one.

The first line that fits holds. ``docs/attendance.md`` shows the same table, and a test holds both together.

    there for no time, and                         state
    signed in, but sign-out is asked, none came,
      and the roll is closed                       unverified
    excused from start to end                      excused
    the last word is "was not there"               absent
    nothing recorded, roll closed as absent        absent
    nothing recorded                               unverified

    there for some time, and
    gone before the required minutes since the
      start, and not excused from then to the end  left early
    called late, or came later than the late
      minutes after the start, and not excused
      until then                                   late
    came online                                    online
    came at a learning point                       at a learning point
    else                                           present

What holds of marks: one that another corrects does not count. "Was not there" holds for what was recorded before it and
lies before its time; who is recorded later than its time has come later. "Late" is a coming at its time that is late
however few minutes it was. Whoever is not late when they first come was there from the start. Times outside of the item
do not count, and no minute counts twice.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schoolhouse.attendance import AttendanceState

IN, OUT, ABSENT, LATE = "in", "out", "absent", "late"
COMINGS = frozenset({IN, LATE})
"""What says that somebody came."""
_MODES = {"online": AttendanceState.ONLINE, "point": AttendanceState.AT_POINT}
THERE = frozenset(
    {
        AttendanceState.PRESENT,
        AttendanceState.LATE,
        AttendanceState.LEFT_EARLY,
        AttendanceState.ONLINE,
        AttendanceState.AT_POINT,
    }
)
"""States of somebody who was there for some time."""
TABLE: tuple[tuple[bool, str, AttendanceState], ...] = (
    (False, "signed in, sign-out is asked, none came, and the roll is closed", AttendanceState.UNVERIFIED),
    (False, "excused from start to end", AttendanceState.EXCUSED),
    (False, "the last word is “was not there”", AttendanceState.ABSENT),
    (False, "nothing recorded, roll closed as absent", AttendanceState.ABSENT),
    (False, "nothing recorded", AttendanceState.UNVERIFIED),
    (True, "gone before the required minutes, not excused from then on", AttendanceState.LEFT_EARLY),
    (True, "called late, or came after the late minutes, not excused until then", AttendanceState.LATE),
    (True, "came online", AttendanceState.ONLINE),
    (True, "came at a learning point", AttendanceState.AT_POINT),
    (True, "else", AttendanceState.PRESENT),
)
"""The table: whether somebody was there for some time, on what condition, and the state."""


@dataclass(frozen=True)
class Terms:
    """What a roll asks, and how it was closed."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    late_minutes: int
    required_minutes: int
    asks_out: bool = False
    is_closed: bool = False
    rest_absent: bool = False

    @property
    def late_from(self) -> datetime.datetime:
        """After this moment one is late."""
        return self.starts_at + datetime.timedelta(minutes=self.late_minutes)

    @property
    def stay_until(self) -> datetime.datetime:
        """Before this moment one leaves early."""
        return min(self.ends_at, self.starts_at + datetime.timedelta(minutes=self.required_minutes))


@dataclass(frozen=True)
class Fact:
    """A mark: ``number`` orders what was recorded."""

    number: int
    says: str
    at: datetime.datetime
    source: str
    corrects: int | None = None

    @property
    def source_label(self) -> str:
        """How it is known, for people."""
        from plugins.attendance.models import Source  # which is made of this module's values

        return str(Source(self.source).label)


@dataclass(frozen=True)
class Span:
    """A time from one moment to another; ``label`` says what it is."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    label: str = ""


@dataclass(frozen=True)
class Standing:
    """How somebody stands: the state, minutes attended, when they came and went, and the mark that tells.

    ``signed_in`` is the mark by which somebody came, ``last`` the one that was recorded last; ``excuse`` says why they
    need not be there.
    """

    state: AttendanceState
    minutes: int = 0
    signed_in: Fact | None = None
    signed_out: Fact | None = None
    last: Fact | None = None
    excuse: str = ""

    @property
    def is_there(self) -> bool:
        """Whether they were there for some time."""
        return self.state in THERE


def standing(terms: Terms, facts: Iterable[Fact], excuses: Sequence[Span] = ()) -> Standing:
    """Derive how somebody stands to a roll from all that was recorded of them."""
    counted, absent = _counted(facts)
    times, first, last_out = _times(terms, counted)
    last = max([*counted, *([absent] if absent else [])], key=lambda fact: fact.number, default=None)
    if not times:
        state, excuse = _not_there(terms, first, absent, excuses)
        return Standing(state, 0, first, last_out, last, excuse)
    state = _there(terms, times, first, excuses)
    seconds = sum((end - start).total_seconds() for start, end in times)
    return Standing(state, int(seconds // 60), first, last_out, last)


def _counted(facts: Iterable[Fact]) -> tuple[list[Fact], Fact | None]:
    """Return the comings and goings that count, by their time, and the last "was not there"."""
    every = {fact.number: fact for fact in facts}
    corrected = {fact.corrects for fact in every.values()}
    kept = [fact for fact in every.values() if fact.number not in corrected]
    absent = max((fact for fact in kept if fact.says == ABSENT), key=lambda fact: fact.number, default=None)
    counted = [fact for fact in kept if fact.says != ABSENT and not _denied(fact, absent)]
    return sorted(counted, key=lambda fact: (fact.at, fact.number)), absent


def _denied(fact: Fact, absent: Fact | None) -> bool:
    return absent is not None and fact.number < absent.number and fact.at <= absent.at


def _times(
    terms: Terms, counted: Sequence[Fact]
) -> tuple[list[tuple[datetime.datetime, datetime.datetime]], Fact | None, Fact | None]:
    """Return from when to when somebody was there, and the marks by which they came and went."""
    times: list[tuple[datetime.datetime, datetime.datetime]] = []
    opened: Fact | None = None
    first: Fact | None = None
    last_out: Fact | None = None
    for fact in counted:
        if fact.says in COMINGS and opened is None:
            opened, first, last_out = fact, first or fact, None
        elif fact.says == OUT and opened is not None:
            _add(times, terms, opened, min(fact.at, terms.ends_at))
            opened, last_out = None, fact
    if opened is not None and not (terms.asks_out and terms.is_closed):
        _add(times, terms, opened, terms.ends_at)
    return times, first, last_out


def _add(
    times: list[tuple[datetime.datetime, datetime.datetime]], terms: Terms, came: Fact, until: datetime.datetime
) -> None:
    """Add a time if it has a length. Only who comes for the first time can have been there from the start."""
    is_in_time = not times and came.says != LATE and came.at <= terms.late_from
    start = terms.starts_at if is_in_time else max(came.at, terms.starts_at)
    if start < until:
        times.append((start, until))


def _not_there(
    terms: Terms, first: Fact | None, absent: Fact | None, excuses: Sequence[Span]
) -> tuple[AttendanceState, str]:
    if first is not None and terms.asks_out and terms.is_closed:
        return AttendanceState.UNVERIFIED, ""
    excuse = _excuse(excuses, terms.starts_at, terms.ends_at)
    if excuse is not None:
        return AttendanceState.EXCUSED, excuse.label
    if absent is not None or (terms.is_closed and terms.rest_absent and first is None):
        return AttendanceState.ABSENT, ""
    return AttendanceState.UNVERIFIED, ""


def _there(
    terms: Terms,
    times: Sequence[tuple[datetime.datetime, datetime.datetime]],
    first: Fact | None,
    excuses: Sequence[Span],
) -> AttendanceState:
    came, went = times[0][0], times[-1][1]
    if went < terms.stay_until and _excuse(excuses, went, terms.ends_at) is None:
        return AttendanceState.LEFT_EARLY
    is_late = came > terms.starts_at or (first is not None and first.says == LATE)
    if is_late and _excuse(excuses, terms.starts_at, came) is None:
        return AttendanceState.LATE
    return _MODES.get(first.source if first else "", AttendanceState.PRESENT)


def _excuse(excuses: Sequence[Span], starts_at: datetime.datetime, ends_at: datetime.datetime) -> Span | None:
    """Return the excuse that covers the whole of a time, or ``None``."""
    return next((one for one in excuses if one.starts_at <= starts_at and one.ends_at >= ends_at), None)
