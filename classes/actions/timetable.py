"""Keeping the timetable in step with the live classes."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from classes.models import LiveClassPage, TimetableItem, TimetableItemKind, TrainingClassPage
from people.models import User


@transaction.atomic
def place_on_timetable(*, live_class: LiveClassPage, by: User | None = None) -> None:
    """Give a published live class its item on the timetable of its class, or bring the one it has up to date.

    A live class with several items is left alone: somebody has arranged them. The class's latest draft gets the same
    item, or the next one to save the class would take it off again.
    """
    found = TrainingClassPage.objects.select_for_update(of=("self",)).filter(path=live_class.path[: -Page.steplen])
    training_class = found.first()
    if training_class is None:
        return
    wanted = {"starts_at": live_class.starts_at, "ends_at": live_class.ends_at, "room": live_class.room}
    items = list(TimetableItem.objects.filter(training_class=training_class, page_id=live_class.pk)[:2])
    if len(items) > 1 or (items and all(getattr(items[0], name) == value for name, value in wanted.items())):
        return
    item = items[0] if items else TimetableItem(training_class=training_class, page_id=live_class.pk)
    item.kind = item.kind if items else TimetableItemKind.LIVE_CLASS
    _set(item, wanted)
    item.save()
    _carry_into_draft(training_class, item, wanted, by)


def _carry_into_draft(
    training_class: TrainingClassPage, item: TimetableItem, wanted: dict[str, Any], by: User | None
) -> None:
    if training_class.latest_revision_id is None:
        return
    draft = training_class.get_latest_revision_as_object()
    drafted = next((row for row in draft.timetable_items.all() if row.pk == item.pk), None)
    if drafted is not None:
        _set(drafted, wanted)
    else:
        draft.timetable_items.add(item)
    is_clean = not training_class.has_unpublished_changes
    revision = draft.save_revision(user=by, changed=not is_clean, clean=False)
    if is_clean and training_class.live:
        TrainingClassPage.objects.filter(pk=training_class.pk).update(live_revision=revision)


def _set(item: TimetableItem, wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        setattr(item, name, value)
