"""What the figures of the register are made of: the states that follow from marks, and what people entered.

Somebody was at a session when they were there for some of its time (``states.THERE``); each such person is one
person-time, and brings the minutes that they attended. Who has left the class since then was there all the same, but is
no longer asked. Nobody is there for being unverified.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Min
from django.utils import timezone

from classes.models import Enrollment, EnrollmentState, TimetableItemState, TrainingClassPage
from classes.permissions import INSIDE_STATES
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import Row, rolls_of, standings
from plugins.attendance.register.models import HeadCount, OutsideClass, PeopleTally, SessionTally, TallySource
from schoolhouse.activation import is_active
from schoolhouse.attendance import AttendanceState as State

PLUGIN = "attendance"
COUNTED_STATES = (*INSIDE_STATES, EnrollmentState.WITHDRAWN)


@dataclass
class Figures:
    """Everything that a class's rolls say: a line for each, and what came from where; ``last_mark`` is in it."""

    sessions: list[SessionTally] = field(default_factory=list)
    people: list[PeopleTally] = field(default_factory=list)
    last_mark: int = 0


def figures_of(training_class: TrainingClassPage) -> Figures:
    """Compute the figures of all rolls of a class that have begun. Queries do not grow with rolls or learners."""
    # In order: rows that are written in the order in which a database happens to give others are new each time.
    begun = rolls_of(training_class).filter(starts_at__lte=timezone.now()).order_by("pk")
    # Where attendance is off, its rolls are hidden, and so is what they come to; on again, both are there again.
    rolls = list(begun) if is_active(PLUGIN, training_class) else []
    # Read first: what is written while the rest is read is counted again the next time.
    last = Mark.objects.filter(roll__training_class=training_class).aggregate(last=Max("pk"))["last"] or 0
    enrollments = list(
        Enrollment.objects.filter(training_class=training_class, state__in=COUNTED_STATES).order_by("pk")
    )
    found = standings(training_class, rolls, enrollments)
    by_roll: defaultdict[int, list[Row]] = defaultdict(list)
    for (roll, _enrollment), row in found.items():
        by_roll[roll].append(row)
    sessions = [_session(training_class, roll, by_roll[roll.pk]) for roll in rolls]
    return Figures(sessions, _people(training_class, found.values()), last)


def _session(training_class: TrainingClassPage, roll: Roll, rows: Sequence[Row]) -> SessionTally:
    there = [row for row in rows if row.standing.is_there]
    asked = [row for row in rows if row.enrollment.state in INSIDE_STATES]
    day = roll.starts_at.astimezone(training_class.zone).date()
    return SessionTally(
        source=TallySource.ROLL,
        roll=roll,
        training_class=training_class,
        organization=training_class.organization,
        title=str(roll)[:230],
        day=day,
        year=day.year,
        starts_at=roll.starts_at,
        ends_at=roll.ends_at,
        is_open=not roll.is_closed,
        minutes=_minutes(roll),
        expected=len(asked),
        person_times=len(there),
        at_point=sum(row.standing.state == State.AT_POINT for row in there),
        online=sum(row.standing.state == State.ONLINE for row in there),
        unverified=sum(row.standing.state == State.UNVERIFIED for row in asked),
        person_minutes=sum(row.standing.minutes for row in there),
    )


def _minutes(times: Roll | HeadCount) -> int:
    return int((times.ends_at - times.starts_at).total_seconds() // 60)


def _people(training_class: TrainingClassPage, rows: Iterable[Row]) -> list[PeopleTally]:
    """Sum up by where people come from and year; who comes from nowhere counts for who holds the class."""
    holder = training_class.organization.pk if training_class.organization else None
    found: dict[tuple[int, int], PeopleTally] = {}
    known: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for row in rows:
        unit = row.enrollment.organization_id or holder
        if not row.standing.is_there or unit is None:
            continue
        key = (unit, row.roll.starts_at.astimezone(training_class.zone).year)
        tally = found.setdefault(key, _nobody(training_class, *key))
        known[key].add(row.enrollment.learner_id)
        tally.people = len(known[key])
        tally.person_times += 1
        tally.person_minutes += row.standing.minutes
    return [found[key] for key in sorted(found)]


def _nobody(training_class: TrainingClassPage, unit: int, year: int) -> PeopleTally:
    return PeopleTally(
        training_class=training_class, organization_id=unit, year=year, people=0, person_times=0, person_minutes=0
    )


def tally_of_count(count: HeadCount, *, is_session: bool = True) -> SessionTally:
    """Return the line of a head count: all whom it counted were there for the whole time.

    ``is_session``: what they were at stands in no other line; see ``sessions_among``.
    """
    training_class, minutes = count.training_class, _minutes(count)
    zone = training_class.zone if training_class else count.organization.zone
    holder = training_class.organization if training_class else count.organization
    day = count.starts_at.astimezone(zone).date()
    return SessionTally(
        source=TallySource.COUNT,
        head_count=count,
        training_class=training_class,
        organization=holder,
        place=count.organization if count.organization != holder else None,
        title=count.title[:230],
        day=day,
        year=day.year,
        starts_at=count.starts_at,
        ends_at=count.ends_at,
        sessions=int(is_session),
        minutes=minutes,
        person_times=count.people,
        at_point=count.people if count.at_point else 0,
        person_minutes=count.people * minutes,
    )


def sessions_among(counts: Sequence[HeadCount]) -> set[int]:
    """Return which of ``counts`` are a session by themselves: of an item that has a roll, none, else the first."""
    items = {count.item_id for count in counts if count.item_id}
    counting = Roll.objects.filter(item__in=items).exclude(item__state=TimetableItemState.CANCELLED)
    rolled = set(counting.values_list("item_id", flat=True))
    every = HeadCount.objects.standing().filter(item__in=items - rolled).order_by()
    first = set(every.values_list("item_id").annotate(first=Min("pk")).values_list("first", flat=True))
    return {count.pk for count in counts if count.item_id is None or count.pk in first}


def tally_of_outside(outside: OutsideClass) -> SessionTally:
    """Return the line of an outside class: as many people at each of its sessions."""
    return SessionTally(
        source=TallySource.OUTSIDE,
        outside=outside,
        organization=outside.organization,
        title=outside.title[:230],
        day=outside.starts_on,
        year=outside.starts_on.year,
        sessions=outside.sessions,
        minutes=outside.minutes,
        person_times=outside.people * outside.sessions,
        person_minutes=outside.people * outside.minutes,
    )
