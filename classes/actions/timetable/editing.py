"""Telling what an editor changed on a timetable: in the form of a class, or in that of a live class."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from classes.actions.timetable.telling import tell, tell_moved, tell_removed
from classes.actions.timetable.untold import begins_soon, difference, due_at, hold_back, tell_later, untold_of
from classes.models import ChangeKind, TimetableItem, TrainingClassPage
from people.models import User

Moved = tuple[TimetableItem, datetime.datetime, datetime.datetime]
NO_ROOM = "–"


def published_items(training_class: TrainingClassPage) -> list[TimetableItem] | None:
    """Return what is on the timetable of a class as it is stored; ``None`` where that is not published."""
    if not TrainingClassPage.objects.filter(pk=training_class.pk, live=True).exists():
        return None
    return _items_of(training_class)


@transaction.atomic
def tell_of_edit(*, training_class: TrainingClassPage, before: Sequence[TimetableItem], by: User | None) -> None:
    """Have it told what is otherwise on the timetable of a class than ``before``, where it still matters.

    It is told once the editor is quiet, with all that is published until then; at once where something begins soon.
    """
    now, after = timezone.now(), _items_of(training_class)
    if not difference(before, after, now).items:
        return
    row = hold_back(training_class, before, by)
    if begins_soon(row, after, now):
        tell_untold(training_class=training_class)


@transaction.atomic
def tell_when_quiet(*, training_class: TrainingClassPage) -> None:
    """Tell what editors changed, unless one of them has gone on in the meantime: then later."""
    row = untold_of(training_class)
    if row is None:
        return
    if timezone.now() < due_at(row):
        tell_later(row)
    else:
        tell_untold(training_class=training_class)


@transaction.atomic
def tell_untold(*, training_class: TrainingClassPage) -> None:
    """Tell how the timetable of a class differs from what people were last told; nothing where it does not."""
    row = untold_of(training_class)
    if row is None:
        return
    found, by = difference(row.known(), _items_of(training_class), timezone.now()), row.by
    row.delete()
    _tell_changed(training_class, found.changed, by)
    if found.added:
        tell(training_class, ChangeKind.ADDED, {item.pk: (None, None) for item in found.added}, "", by)
    if found.removed:
        tell_removed(training_class, found.removed, by)


def _tell_changed(
    training_class: TrainingClassPage, pairs: Sequence[tuple[TimetableItem, TimetableItem]], by: User | None
) -> None:
    """Tell of items, as they were and as they are, that have another time or another room.

    Those that went from one room to another are told together, with both rooms as the reason.
    """
    moved: defaultdict[str, list[Moved]] = defaultdict(list)
    for was, item in pairs:
        reason = "" if was.room == item.room else f"{was.room or NO_ROOM} → {item.room or NO_ROOM}"
        moved[reason].append((item, was.starts_at, was.ends_at))
    for reason, items in moved.items():
        tell_moved(training_class, items, reason=reason, by=by)


def _items_of(training_class: TrainingClassPage) -> list[TimetableItem]:
    return list(TimetableItem.objects.filter(training_class=training_class.pk).select_related("page"))
