"""Moving the rest of a class, changing two sessions' places, cancelling one: each in one act, as it was previewed."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.actions.enrollment import lock_class
from classes.actions.timetable.drafts import carry_into_draft, move_page
from classes.actions.timetable.edges import Attempt, follow
from classes.actions.timetable.telling import tell, tell_moved
from classes.models import LiveClassPage, TimetableItem, TrainingClassPage
from classes.permissions import may_run_class
from classes.queries.timetable.plans import Step, stamp_of, steps_later, steps_swapped
from classes.signals import timetable_written
from people.models import User
from schoolhouse.refusals import Refusal


@transaction.atomic
def move_rest(
    *,
    training_class: TrainingClassPage,
    starting: datetime.datetime,
    shift: datetime.timedelta,
    by: User,
    stamp: str,
    reason: str = "",
) -> int:
    """Move all that begins at ``starting`` or later by ``shift`` on the clock of the class; return how many items.

    ``stamp`` is that of the preview (``stamp_of``): what was changed meanwhile, or sent twice, is refused. Raises
    ``Refusal`` for who does not run the class, and where there is nothing to move.
    """
    training_class = claim(training_class, by, stamp)
    steps = steps_later(training_class, starting=starting, shift=shift) if shift else ()
    if not steps:
        raise Refusal(_("There is nothing to move."), code="nothing")
    _move(training_class, steps, reason=reason, by=by)
    return len(steps)


@transaction.atomic
def swap(
    *, training_class: TrainingClassPage, first: TimetableItem, second: TimetableItem, by: User, stamp: str, reason: str
) -> None:
    """Let two items of a class change places; rooms go along with what is held. Raises ``Refusal``."""
    training_class = claim(training_class, by, stamp)
    first, second = (training_class.timetable_items.select_related("page").get(pk=one.pk) for one in (first, second))
    if first.pk == second.pk:
        raise Refusal(_("Choose two different sessions."), code="same")
    _move(training_class, steps_swapped(first, second), reason=reason, by=by)


@transaction.atomic
def cancel(*, item: TimetableItem, reason: str, by: User) -> None:
    """Say that an item is not held, and why; it stays on the timetable as cancelled. Raises ``Refusal``."""
    _set_state("cancel", item, reason.strip()[:250], by)


@transaction.atomic
def restore(*, item: TimetableItem, by: User) -> None:
    """Say that a cancelled item is held after all. Raises ``Refusal``."""
    _set_state("restore", item, "", by)


def claim(training_class: TrainingClassPage, by: User, stamp: str | None = None) -> TrainingClassPage:
    """Lock the timetable of a class for who runs it, if it is still the one that ``stamp`` was made of."""
    training_class = lock_class(training_class)
    if not may_run_class(by, training_class):
        raise Refusal(_("You do not run this class."), code="not_yours", status=403)
    if stamp is not None and stamp != stamp_of(training_class):
        raise Refusal(_("The timetable has been changed meanwhile. Look at the preview again."), code="changed")
    return training_class


def _move(training_class: TrainingClassPage, steps: Sequence[Step], *, reason: str, by: User) -> None:
    now = timezone.now()
    was = {step.item.pk: (step.item.starts_at, step.item.ends_at) for step in steps}
    changed: dict[int, dict[str, Any]] = {}
    for step in steps:
        follow("move", Attempt(step.item, now))
        step.item.starts_at, step.item.ends_at = step.starts_at, step.ends_at
        changed[step.item.pk] = {"starts_at": step.starts_at, "ends_at": step.ends_at}
    items = [step.item for step in steps]
    _write(items, ["starts_at", "ends_at"], now)
    carry_into_draft(training_class, changed, [], by)
    pages = LiveClassPage.objects.in_bulk([item.page_id for item in items if item.page_id])
    for item in items:
        if item.page_id in pages:
            before = dict(zip(("starts_at", "ends_at"), was[item.pk], strict=True))
            move_page(pages[item.page_id], before, changed[item.pk], by)
    tell_moved(training_class, [(item, *was[item.pk]) for item in items], reason=reason, by=by)


def _set_state(act: str, item: TimetableItem, reason: str, by: User) -> None:
    training_class = claim(item.training_class, by)
    item = training_class.timetable_items.select_related("page").get(pk=item.pk)
    now = timezone.now()
    edge = follow(act, Attempt(item, now, reason))
    item.state, item.reason = edge.target, reason
    _write([item], ["state", "reason"], now)
    carry_into_draft(training_class, {item.pk: {"state": item.state, "reason": reason}}, [], by)
    page = LiveClassPage.objects.filter(pk=item.page_id).first() if item.page_id else None
    if page is not None and page.starts_at == item.starts_at:
        page.is_cancelled = item.is_cancelled
        page.save(clean=False, update_fields=["is_cancelled"])  # type: ignore[call-arg]  # Wagtail's
    tell(training_class, edge.kind, {item.pk: (None, None)}, reason, by)


def _write(items: Sequence[TimetableItem], fields: Sequence[str], now: datetime.datetime) -> None:
    """Write at once, past ``TimetableItem.save``: state and count are changed here alone."""
    for item in items:
        item.sequence += 1
        item.updated_at = now
    TimetableItem.objects.bulk_update(items, [*fields, "sequence", "updated_at"], batch_size=200)
    timetable_written.send(sender=TimetableItem, items=items)
