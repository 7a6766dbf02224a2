"""Writing a new time into what is published and into the latest draft, so that neither undoes the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from classes.models import LiveClassPage, TimetableItem, TrainingClassPage
from foundation.drafts import keep_draft
from people.models import User


def set_values(thing: Any, values: Mapping[str, Any]) -> None:
    """Give ``thing`` these values."""
    for name, value in values.items():
        setattr(thing, name, value)


def carry_into_draft(
    training_class: TrainingClassPage,
    changed: Mapping[int, Mapping[str, Any]],
    added: Sequence[TimetableItem],
    by: User | None,
) -> None:
    """Let a class's latest draft have the same items, or the next one to save the class would take them back.

    ``changed`` gives the new values of items by their key; one that the draft lacks was taken out by an editor.
    """
    if training_class.latest_revision_id is None:
        return
    draft = training_class.get_latest_revision_as_object()
    for row in draft.timetable_items.all():
        set_values(row, changed.get(row.pk or 0, {}))
    draft.timetable_items.add(*added)
    keep_draft(training_class, draft, by)


def move_page(page: LiveClassPage, was: Mapping[str, Any], now: Mapping[str, Any], by: User) -> None:
    """Move a live class along with its item, in its latest draft too unless an editor chose another time there."""
    if any(getattr(page, name) != value for name, value in was.items()):
        return  # held at several times: somebody has arranged them
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    set_values(page, now)
    page.save(clean=False, update_fields=[*now])  # type: ignore[call-arg]  # Wagtail's
    if draft is not None and all(getattr(draft, name) == value for name, value in was.items()):
        set_values(draft, now)
        keep_draft(page, draft, by)
