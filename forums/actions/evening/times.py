"""Keeping the times of forums in step with the evenings of the timetable."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page

from classes.actions.timetable.drafts import carry_into_draft
from classes.models import TimetableItem, TrainingClassPage
from forums.models import ForumPage
from people.models import User
from people.published import renew


@transaction.atomic
def follow_timetable(items: Sequence[TimetableItem]) -> int:
    """Let the forums of ``items`` open and close with them, as they are now; return how many changed.

    An evening that is cancelled takes no times away: what was said is read, and what is written goes on.
    """
    changed = 0
    for item in items:
        bound = ForumPage.objects.filter(timetable_item=item)
        stale = bound.exclude(opens_at=item.starts_at, closes_at=item.ends_at)
        changed += stale.update(opens_at=item.starts_at, closes_at=item.ends_at)
    if changed:
        renew()
    return changed


@transaction.atomic
def lead_to_forum(*, forum: ForumPage, by: User | None) -> None:
    """Let the evening lead to its published forum, if it leads nowhere yet; in the class's draft as well."""
    if forum.timetable_item_id is None:
        return
    rows = TimetableItem.objects.filter(pk=forum.timetable_item_id, page=None).select_related("training_class")
    item = rows.first()
    if item is None:
        return
    values: dict[str, Any] = {"page": Page.objects.get(pk=forum.pk)}
    item.page = values["page"]
    item.save(update_fields=["page"])
    carry_into_draft(item.training_class, {item.pk: values}, [], by)


def evening_in_copy(forum: ForumPage, source: TrainingClassPage, copy: TrainingClassPage) -> TimetableItem | None:
    """Return the evening of a repeated class that stands for the one of ``forum``, whose class is ``source``.

    Both timetables have the same items in the same order, but for those that were cancelled, which are not repeated.
    """
    old = [row for row in _in_order(source) if not row.is_cancelled]
    new = _in_order(copy)
    place = next((index for index, row in enumerate(old) if row.pk == forum.timetable_item_id), None)
    return new[place] if place is not None and len(new) == len(old) else None


def _in_order(training_class: TrainingClassPage) -> list[TimetableItem]:
    return list(TimetableItem.objects.filter(training_class=training_class).order_by("starts_at", "ends_at", "pk"))
