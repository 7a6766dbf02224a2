"""What a change of a timetable would do, before it is done: shown as a preview, and written as it was shown."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classes.models import LiveClassInstructor, TimetableItem, TimetableItemState, TrainingClassPage
from classes.queries.timetable.clashes import Clash, Slot, clashes_of
from classes.wall_time import moved
from people.models import User

LONGEST_SERIES = 100
"""The most sessions that one act makes."""


@dataclass(frozen=True)
class Step:
    """``item``, as it is stored or not yet, would be held from ``starts_at`` to ``ends_at``."""

    item: TimetableItem
    starts_at: datetime.datetime
    ends_at: datetime.datetime

    def is_outside(self, training_class: TrainingClassPage) -> bool:
        """Say whether it would lie outside the days of its class."""
        first, last = (when.astimezone(training_class.zone).date() for when in (self.starts_at, self.ends_at))
        return first < training_class.starts_on or last > training_class.ends_on


@dataclass(frozen=True)
class Plan:
    """Steps, and what speaks against them. ``stamp`` is that of the timetable for which they were made."""

    steps: tuple[Step, ...]
    clashes: tuple[Clash, ...]
    outside: tuple[Step, ...]
    stamp: str


def planned_items(training_class: TrainingClassPage) -> list[TimetableItem]:
    """Return what is held on the timetable of a class, in the order of time. One query."""
    items = TimetableItem.objects.filter(training_class=training_class, state=TimetableItemState.PLANNED)
    return list(items.select_related("page").order_by("starts_at", "ends_at", "pk"))


def steps_later(
    training_class: TrainingClassPage, *, starting: datetime.datetime, shift: datetime.timedelta
) -> tuple[Step, ...]:
    """Return the steps by which all that begins at ``starting`` or after it moves by ``shift`` on the clock."""
    zone = training_class.zone
    rest = [item for item in planned_items(training_class) if item.starts_at >= starting]
    return tuple(
        Step(item, *_stretch(moved(item.starts_at, shift, zone), moved(item.ends_at, shift, zone), item))
        for item in rest
    )


def _stretch(
    starts_at: datetime.datetime, ends_at: datetime.datetime, item: TimetableItem
) -> tuple[datetime.datetime, datetime.datetime]:
    """Keep the end behind the start where a change of the clock leaves out the time between them."""
    return starts_at, ends_at if ends_at > starts_at else starts_at + (item.ends_at - item.starts_at)


def steps_swapped(first: TimetableItem, second: TimetableItem) -> tuple[Step, ...]:
    """Return the steps by which two items change places."""
    return Step(first, second.starts_at, second.ends_at), Step(second, first.starts_at, first.ends_at)


def dates_of(
    first: datetime.date, last: datetime.date, weekdays: Iterable[int], skipped: Iterable[datetime.date]
) -> list[datetime.date]:
    """Return the days from ``first`` to ``last`` that fall on ``weekdays`` (0 is Monday), without the skipped ones."""
    wanted, without = set(weekdays), set(skipped)
    days = (first + datetime.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in wanted and day not in without]


def steps_repeated(
    training_class: TrainingClassPage,
    source: TimetableItem,
    dates: Iterable[datetime.date],
    *,
    begins: datetime.time,
    ends: datetime.time,
) -> tuple[Step, ...]:
    """Return the steps by which ``source`` is held again on ``dates``, at this time of the clock there."""
    zone, found = training_class.zone, []
    for day in dates:
        starts_at, ends_at = (datetime.datetime.combine(day, time, tzinfo=zone) for time in (begins, ends))
        starts_at, ends_at = (when.astimezone(datetime.UTC) for when in (starts_at, ends_at))
        starts_at, ends_at = _stretch(starts_at, ends_at, source)
        copy = TimetableItem(
            training_class=training_class,
            kind=source.kind,
            title=source.title,
            page=source.page,
            room=source.room,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        found.append(Step(copy, starts_at, ends_at))
    return tuple(found)


def plan_of(steps: Sequence[Step], training_class: TrainingClassPage, by: User) -> Plan:
    """Return ``steps`` with what speaks against them; a fixed number of queries, however many there are."""
    return Plan(
        tuple(steps),
        tuple(clashes_of(slots_of(steps), training_class, by)),
        tuple(step for step in steps if step.is_outside(training_class)),
        stamp_of(training_class),
    )


def slots_of(steps: Sequence[Step]) -> list[Slot]:
    """Return what ``steps`` would take, with the instructors of their live classes. One query."""
    pages = {step.item.page_id for step in steps if step.item.page_id}
    teachers: dict[int, set[int]] = {}
    rows = LiveClassInstructor.objects.filter(live_class_id__in=pages).values_list("live_class_id", "instructor_id")
    for page, instructor in rows:
        teachers.setdefault(page, set()).add(instructor)
    return [_slot(step, frozenset(teachers.get(step.item.page_id or 0, ()))) for step in steps]


def _slot(step: Step, instructors: frozenset[int]) -> Slot:
    item = step.item
    # What is made anew shares its page only until it has one of its own: the source stays where it is.
    page = item.page_id if item.pk else None
    return Slot(step.starts_at, step.ends_at, item.room, instructors, item.pk, page)


def stamp_of(training_class: TrainingClassPage) -> str:
    """Return what changes with every change of a timetable, so that a preview is not carried out twice or too late."""
    rows = TimetableItem.objects.filter(training_class=training_class).order_by("pk")
    said = ",".join(f"{pk}:{sequence}:{state}" for pk, sequence, state in rows.values_list("pk", "sequence", "state"))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
