"""Telling what an editor changed on a timetable: in the form of a class, or in that of a live class."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from classes.actions.timetable.telling import tell, tell_moved, tell_removed
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
    """Tell what is otherwise on the timetable of a class than ``before``, where it still matters."""
    now, old = timezone.now(), {item.pk: item for item in before}
    found = {item.pk: item for item in _items_of(training_class) if not item.is_cancelled}
    both = [(old[key], item) for key, item in found.items() if key in old]
    tell_changed(training_class, [pair for pair in both if max(one.ends_at for one in pair) > now], by)
    added = [item for key, item in found.items() if key not in old and item.ends_at > now]
    if added:
        tell(training_class, ChangeKind.ADDED, {item.pk: (None, None) for item in added}, "", by)
    kept = set(training_class.timetable_items.values_list("pk", flat=True))
    removed = [item for key, item in old.items() if key not in kept and not item.is_cancelled and item.ends_at > now]
    if removed:
        tell_removed(training_class, removed, by)


def tell_changed(
    training_class: TrainingClassPage, pairs: Sequence[tuple[TimetableItem, TimetableItem]], by: User | None
) -> None:
    """Tell of items, as they were and as they are, that have another time or another room.

    Those that went from one room to another are told together, with both rooms as the reason.
    """
    moved: defaultdict[str, list[Moved]] = defaultdict(list)
    for was, item in pairs:
        if was.room != item.room:
            moved[f"{was.room or NO_ROOM} → {item.room or NO_ROOM}"].append((item, was.starts_at, was.ends_at))
        elif (was.starts_at, was.ends_at) != (item.starts_at, item.ends_at):
            moved[""].append((item, was.starts_at, was.ends_at))
    for reason, items in moved.items():
        tell_moved(training_class, items, reason=reason, by=by)


def _items_of(training_class: TrainingClassPage) -> list[TimetableItem]:
    return list(TimetableItem.objects.filter(training_class=training_class.pk).select_related("page"))
