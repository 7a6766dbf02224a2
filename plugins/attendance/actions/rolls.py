"""Opening, closing and reopening the roll of something on the timetable."""

import datetime
from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from classes.actions.enrollment import lock_class
from classes.models import TimetableItem, TrainingClassPage
from people.models import User
from plugins.attendance.actions.roll_edges import EDGES, Attempt
from plugins.attendance.events import roll_closed
from plugins.attendance.models import Roll, RollPart, RollState, RollTransition
from plugins.attendance.queries.parts import times_of
from plugins.attendance.queries.rolls import ended_with_class, rows_of
from schoolhouse.activation import cleaned_settings
from schoolhouse.refusals import Refusal

PLUGIN = "attendance"


@transaction.atomic
def open_roll(*, item: TimetableItem, part: str = RollPart.WHOLE, by: User) -> Roll:
    """Return the roll of ``item``, or of half of it, opened with the class's settings where there is none yet.

    Raises ``Refusal``.
    """
    lock_class(item.training_class)
    TimetableItem.objects.select_for_update().get(pk=item.pk)
    found = Roll.objects.select_related("training_class").filter(item=item, part=part).first()
    if found is None:
        found = new_roll(item, RollPart(part), by)
        _take("open", found, by=by)
    elif not EDGES["open"].who(Attempt(found, by, timezone.now())):
        raise _not_yours()
    return found


@transaction.atomic
def close_roll(*, roll: Roll, rest_absent: bool, by: User) -> Roll:
    """Close the roll. ``rest_absent``: of whom nothing is recorded was absent; else they stay unverified.

    Raises ``Refusal``.
    """
    roll = lock_roll(roll)
    _take("close", roll, by=by, rest_absent=rest_absent)
    _tell(roll, by)
    return roll


@transaction.atomic
def reopen_roll(*, roll: Roll, reason: str, by: User) -> Roll:
    """Open a closed roll again, saying why. Raises ``Refusal``."""
    roll = lock_roll(roll)
    _take("reopen", roll, by=by, reason=reason)
    return roll


@transaction.atomic
def end_rolls(*, training_class: TrainingClassPage, by: User) -> None:
    """Close what is open of the rolls of a class that ``by`` closes; of whom nothing is recorded stays unverified."""
    with override(training_class.locale.language_code):
        reason = _("The class was closed.")
    rolls = Roll.objects.select_for_update(of=("self",)).filter(training_class=training_class)
    for roll in rolls.exclude(state=RollState.CLOSED):
        roll.training_class = training_class
        _take("end", roll, by=by, reason=reason)
        if roll.starts_at <= timezone.now():
            _tell(roll, by)


@transaction.atomic
def resume_rolls(*, training_class: TrainingClassPage, reason: str, by: User) -> None:
    """Open those rolls again that were closed with their class alone, as ``by`` has opened the class again."""
    rolls = ended_with_class(training_class).select_for_update(of=("self",))
    for roll in rolls.order_by("pk"):
        roll.training_class = training_class
        _take("resume", roll, by=by, reason=reason)


@transaction.atomic
def move_rolls(items: Sequence[TimetableItem]) -> None:
    """Move rolls to where their ``items`` are now, as long as nothing is recorded: what was recorded keeps its time.

    The software's own act, in the transaction of what moved the items. Asks as often for one item as for a hundred.
    """
    by_key, zones = {item.pk: item for item in items}, dict[int, datetime.tzinfo]()
    rolls = Roll.objects.filter(item__in=list(by_key), marks=None).exclude(state=RollState.CLOSED)
    rolls = rolls.select_for_update(of=("self",)).select_related("training_class")
    for roll in rolls.order_by("pk"):
        item, page = by_key[roll.item_id or 0], roll.training_class
        zone = zones[page.pk] = zones.get(page.pk) or page.zone
        starts_at, ends_at = times_of(item, roll.part, zone)
        if (roll.starts_at, roll.ends_at) == (starts_at, ends_at) or starts_at >= ends_at:
            continue
        shorter = roll.ends_at - roll.starts_at - (ends_at - starts_at)
        roll.opens_at += starts_at - roll.starts_at
        roll.closes_at += ends_at - roll.ends_at
        roll.required_minutes = max(roll.required_minutes - shorter // datetime.timedelta(minutes=1), 0)
        roll.starts_at, roll.ends_at = starts_at, ends_at
        roll.save(update_fields=["starts_at", "ends_at", "opens_at", "closes_at", "required_minutes"])


def lock_roll(roll: Roll) -> Roll:
    """Read the roll again under a lock: one of those who run the class at a time decides about it."""
    return Roll.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=roll.pk)


def new_roll(item: TimetableItem, part: RollPart, by: User) -> Roll:
    """Return a roll of ``item`` or its half, by the class's settings; it is not stored."""
    training_class = item.training_class
    settings = cleaned_settings(PLUGIN, training_class)
    starts_at, ends_at = times_of(item, part, training_class.zone)
    length = int((ends_at - starts_at).total_seconds() // 60)
    return Roll(
        training_class=training_class,
        item=item,
        part=part,
        title=str(item)[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=starts_at - datetime.timedelta(minutes=settings["opens_before"]),
        closes_at=ends_at + datetime.timedelta(minutes=settings["opens_before"]),
        asks_out=settings["double"] == "in_out",
        late_minutes=settings["late_minutes"],
        required_minutes=max(length - settings["early_minutes"], 0),
        created_by=by,
    )


def _take(act: str, roll: Roll, *, by: User, reason: str = "", rest_absent: bool = False) -> None:
    """Follow one edge: check, write, append to the history."""
    edge, attempt = EDGES[act], Attempt(roll, by, timezone.now(), reason)
    before = attempt.state
    edge.check(
        attempt,
        state=before,
        not_yours=_not_yours().message,
        wrong_state=_("The roll stands at “%(state)s”.") % {"state": roll.get_state_display()},
    )
    roll.state, roll.rest_absent = edge.target, rest_absent
    roll.save()
    RollTransition.objects.create(
        roll=roll, from_state=before, to_state=edge.target, by=by, reason=reason.strip()[:250]
    )


def _tell(roll: Roll, by: User) -> None:
    training_class = roll.training_class
    organization = training_class.organization
    states = Counter(str(row.standing.state) for row in rows_of(roll))
    roll_closed.send(
        data={
            "roll": roll.public_id,
            "item": roll.item.public_id if roll.item else None,
            "training_class": training_class.public_id,
            "rest_absent": roll.rest_absent,
            "states": dict(states),
            "times": roll.transitions.filter(to_state=RollState.CLOSED).count(),
            "by": by.public_id,
        },
        organization=organization.public_id if organization else None,
    )


def _not_yours() -> Refusal:
    return Refusal(_("You do not take the roll of this class."), code="not_yours", status=403)
