"""Writing down and telling what was changed on a timetable."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from wagtail.log_actions import log

from classes import events
from classes.actions.timetable.untold import told_of
from classes.models import ChangeKind, TimetableChange, TimetableItem, TrainingClassPage
from people.models import User
from people.published import renew

Was = tuple[datetime.datetime | None, datetime.datetime | None]


def tell_moved(
    training_class: TrainingClassPage,
    moved: Sequence[tuple[TimetableItem, datetime.datetime, datetime.datetime]],
    *,
    reason: str,
    by: User | None,
) -> None:
    """Tell that items, as they are now, were held at the given times before."""
    tell(training_class, ChangeKind.MOVED, {item.pk: (starts, ends) for item, starts, ends in moved}, reason, by)


def tell(
    training_class: TrainingClassPage, kind: ChangeKind, was: dict[int, Was], reason: str, by: User | None
) -> None:
    """Write down for the class, the log and the outbox what happened to the items with these keys.

    Of a class that is not published nobody is told.
    """
    items = TimetableItem.objects.filter(pk__in=was).select_related("page").order_by("starts_at", "pk")
    before = was if kind == ChangeKind.MOVED else {}
    _tell(training_class, kind, [(item, item, before.get(item.pk, (None, None))) for item in items], reason, by)


def tell_removed(training_class: TrainingClassPage, items: Sequence[TimetableItem], by: User | None) -> None:
    """Tell that ``items``, which were deleted from the timetable, are not held."""
    _tell(training_class, ChangeKind.CANCELLED, [(item, None, (None, None)) for item in items], "", by)


def _tell(
    training_class: TrainingClassPage,
    kind: ChangeKind,
    items: Sequence[tuple[TimetableItem, TimetableItem | None, Was]],
    reason: str,
    by: User | None,
) -> None:
    """Tell of items, each with its stored row, if it still has one, and when it was held before.

    Where an editor's changes are kept back, people are told from what they know.
    """
    act, rows, lines = uuid.uuid4(), [], []
    known = told_of(training_class, kind, [stored for _item, stored, _before in items if stored])
    for item, stored, before in items:
        if kind == ChangeKind.MOVED and item.pk in known:
            before = (known[item.pk].starts_at, known[item.pk].ends_at)
            if before == (item.starts_at, item.ends_at):
                continue  # moved to where people think it is
        row = TimetableChange(act=act, training_class=training_class, item=stored, kind=kind, title=str(item)[:255])
        row.was_starts_at, row.was_ends_at = before
        row.starts_at, row.ends_at, row.reason, row.by = item.starts_at, item.ends_at, reason[:250], by
        rows.append(row)
        lines.append(_line(row, item))
    renew()
    log(instance=training_class, action="classes.timetable_changed", user=by, data={"kind": kind, "items": len(rows)})
    if not training_class.live or not rows:
        return
    TimetableChange.objects.bulk_create(rows)
    organization = training_class.organization
    events.timetable_changed.send(
        data={
            "training_class": training_class.public_id,
            "act": act,
            "kind": kind.value,
            "items": lines,
            "reason": reason[:250],
            "by": by.public_id if by else None,
        },
        organization=organization.public_id if organization else None,
    )


def _line(row: TimetableChange, item: TimetableItem) -> dict[str, Any]:
    times = ("was_starts_at", "was_ends_at", "starts_at", "ends_at")
    return {
        "item": item.public_id,
        "sequence": item.sequence,
        "title": row.title,
        **{name: getattr(row, name) for name in times},
    }
