"""What follows when the timetable or a roll changes."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save

from classes.models import TimetableItem
from classes.signals import timetable_written
from foundation.stamps import bump
from plugins.attendance.actions.rolls import move_rolls
from plugins.attendance.models import Roll
from plugins.attendance.queries.going_on import STAMP


def move_one(sender: type[TimetableItem], instance: TimetableItem, **signal: Any) -> None:
    """Let rolls follow their item when that is saved."""
    if not signal.get("raw") and not signal.get("created"):
        move_rolls([instance])


def move_many(sender: type[TimetableItem], items: Sequence[TimetableItem], **signal: Any) -> None:
    """Let rolls follow their items when those were written at once."""
    move_rolls(items)


def renew(sender: type[Roll], **signal: Any) -> None:
    """Let every process ask anew which rolls are open."""
    if not signal.get("raw"):
        bump(STAMP)


def connect() -> None:
    """Connect the receivers; called once when the plugin starts."""
    post_save.connect(move_one, sender=TimetableItem, dispatch_uid="attendance.move_one")
    timetable_written.connect(move_many, sender=TimetableItem, dispatch_uid="attendance.move_many")
    post_save.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
    post_delete.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
