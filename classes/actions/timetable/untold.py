"""Editors publish a timetable several times while they work at it: what they changed is told once they are quiet.

``UntoldTimetable`` keeps what people were last told. What is told in the end is the difference from that: once for all
that was published, and nothing of what was taken back. What begins soon is told at once, and all the rest with it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from classes.models import ChangeKind, TimetableItem, TrainingClassPage, UntoldTimetable
from classes.models.untold_timetable import lines_of
from foundation.jobs import enqueue
from people.models import User

QUIET, LONGEST, SOON = datetime.timedelta(minutes=10), datetime.timedelta(minutes=30), datetime.timedelta(hours=1)
"""So long nothing more must be changed; so long people wait at most; what begins within so long is told at once."""
JOB = "classes.tell_timetable"


@dataclass(frozen=True)
class Difference:
    """What is otherwise on a timetable, and still matters: items as they were and are, new ones, and those gone."""

    changed: list[tuple[TimetableItem, TimetableItem]]
    added: list[TimetableItem]
    removed: list[TimetableItem]

    @property
    def items(self) -> list[TimetableItem]:
        """All of them, each as it was and as it is."""
        return [*(one for pair in self.changed for one in pair), *self.added, *self.removed]


def difference(before: Sequence[TimetableItem], after: Sequence[TimetableItem], now: datetime.datetime) -> Difference:
    """Return what of ``after`` is otherwise than ``before``; what is over and what is cancelled is left out."""
    old, kept = {item.pk: item for item in before}, {item.pk for item in after}
    held = [item for item in after if not item.is_cancelled]
    both = [(old[item.pk], item) for item in held if item.pk in old]
    return Difference(
        [pair for pair in both if _differ(*pair) and max(one.ends_at for one in pair) > now],
        [item for item in held if item.pk not in old and item.ends_at > now],
        [item for key, item in old.items() if key not in kept and not item.is_cancelled and item.ends_at > now],
    )


def _differ(was: TimetableItem, item: TimetableItem) -> bool:
    return (was.starts_at, was.ends_at, was.room) != (item.starts_at, item.ends_at, item.room)


def untold_of(training_class: TrainingClassPage) -> UntoldTimetable | None:
    """Return what people know of a timetable that is otherwise by now, locked; call it in a transaction."""
    # Whoever changes the timetable and whoever tells of it come one after the other.
    TrainingClassPage.objects.select_for_update(of=("self",)).filter(pk=training_class.pk).first()
    return UntoldTimetable.objects.filter(training_class=training_class).first()


def hold_back(training_class: TrainingClassPage, before: Sequence[TimetableItem], by: User | None) -> UntoldTimetable:
    """Keep back what an editor changed since ``before``, which people know unless something is kept back already."""
    now, row = timezone.now(), untold_of(training_class)
    row = row or UntoldTimetable(training_class=training_class, items=lines_of(before), since=now)
    row.by, row.changed_at = by, now
    row.save()
    tell_later(row)
    return row


def tell_later(row: UntoldTimetable) -> None:
    """Have a worker look when it may be told."""
    payload = {"training_class": str(row.training_class.public_id)}
    enqueue(JOB, payload, key=f"{JOB}:{row.training_class_id}", run_after=due_at(row))


def due_at(row: UntoldTimetable) -> datetime.datetime:
    """Return when it is told, if nothing more is changed until then."""
    return min(row.changed_at + QUIET, row.since + LONGEST)


def begins_soon(row: UntoldTimetable, after: Sequence[TimetableItem], now: datetime.datetime) -> bool:
    """Say whether something of it begins so soon that people must hear of it at once."""
    return any(item.starts_at < now + SOON for item in difference(row.known(), after, now).items)


def told_of(
    training_class: TrainingClassPage, kind: ChangeKind, items: Sequence[TimetableItem]
) -> dict[int, TimetableItem]:
    """Take down that people are told of ``items`` as they are; return as what they knew them, where that is kept.

    Of a room that an editor changed they are still to be told.
    """
    row = untold_of(training_class)
    if row is None:
        return {}
    known = {item.pk: item for item in row.known()}
    row.learn(items, kept=() if kind == ChangeKind.ADDED else ("room",))
    row.save(update_fields=["items"])
    return {item.pk: known[item.pk] for item in items if item.pk in known}
