"""Keeping the timetable in step with the live classes."""

from copy import copy

from django.db import transaction

from classes.actions.timetable.drafts import carry_into_draft, set_values
from classes.actions.timetable.editing import tell_of_edit
from classes.actions.timetable.untold import told_of
from classes.models import ChangeKind, LiveClassPage, TimetableItem, TimetableItemKind, TrainingClassPage
from classes.permissions import is_closed
from foundation.trees import parent_path
from people.models import User


@transaction.atomic
def place_on_timetable(*, live_class: LiveClassPage, by: User | None = None) -> None:
    """Give a published live class its item on the timetable of its class, or bring the one it has up to date.

    A live class with several items is left alone: somebody has arranged them. The class's latest draft gets the same
    item, or the next one to save the class would take it off again. Those in the class are told of a new time or
    room. The timetable of a closed class stays as it is.
    """
    found = TrainingClassPage.objects.select_for_update(of=("self",)).filter(path=parent_path(live_class.path))
    training_class = found.first()
    if training_class is None or is_closed(training_class):
        return
    wanted = {"starts_at": live_class.starts_at, "ends_at": live_class.ends_at, "room": live_class.room}
    items = list(TimetableItem.objects.filter(training_class=training_class, page_id=live_class.pk)[:2])
    if len(items) > 1 or (items and all(getattr(items[0], name) == value for name, value in wanted.items())):
        return
    item = items[0] if items else TimetableItem(training_class=training_class, page_id=live_class.pk)
    was = copy(item) if items else None
    item.kind = item.kind if items else TimetableItemKind.LIVE_CLASS.value
    set_values(item, wanted)
    item.save()
    carry_into_draft(training_class, {item.pk: wanted}, [] if items else [item], by)
    if not training_class.live:
        return
    if was is None:
        told_of(training_class, ChangeKind.ADDED, [item])  # what is new is seen where it stands
        return
    others = TimetableItem.objects.filter(training_class=training_class).exclude(pk=item.pk).select_related("page")
    tell_of_edit(training_class=training_class, before=[*others, was], by=by)
