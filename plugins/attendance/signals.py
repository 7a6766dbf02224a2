"""What follows when the timetable or a roll changes."""

import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save

from classes.models import TimetableItem
from foundation.stamps import bump
from plugins.attendance.actions.rolls import times_of
from plugins.attendance.models import Roll, RollState
from plugins.attendance.queries.going_on import STAMP


def move_rolls(sender: type[TimetableItem], instance: TimetableItem, **kwargs: Any) -> None:
    """Move the rolls of an item along with it, as long as nothing is recorded: what was recorded keeps its time."""
    for roll in Roll.objects.filter(item=instance, marks=None).exclude(state=RollState.CLOSED):
        starts_at, ends_at = times_of(instance, roll.part)
        if (roll.starts_at, roll.ends_at) == (starts_at, ends_at) or starts_at >= ends_at:
            continue
        shorter = roll.ends_at - roll.starts_at - (ends_at - starts_at)
        roll.opens_at += starts_at - roll.starts_at
        roll.closes_at += ends_at - roll.ends_at
        roll.required_minutes = max(roll.required_minutes - shorter // datetime.timedelta(minutes=1), 0)
        roll.starts_at, roll.ends_at = starts_at, ends_at
        roll.save()


def renew(sender: type[Roll], **signal: Any) -> None:
    """Let every process ask anew which rolls are open."""
    if not signal.get("raw"):
        bump(STAMP)


def connect() -> None:
    """Connect the receivers; called once when the plugin starts."""
    post_save.connect(move_rolls, sender=TimetableItem, dispatch_uid="attendance.move_rolls")
    post_save.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
    post_delete.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
