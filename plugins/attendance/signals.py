"""What follows when the timetable or a roll changes, or the class is closed."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save

from classes.models import ClassState, ClassStep, TimetableItem
from classes.signals import timetable_written
from foundation.stamps import bump
from plugins.attendance.actions.rolls import end_rolls, move_rolls, resume_rolls
from plugins.attendance.models import Roll
from plugins.attendance.queries.going_on import STAMP


def move_one(sender: type[TimetableItem], instance: TimetableItem, **signal: Any) -> None:
    """Let rolls follow their item when that is saved."""
    if not signal.get("raw") and not signal.get("created"):
        move_rolls([instance])


def move_many(sender: type[TimetableItem], items: Sequence[TimetableItem], **signal: Any) -> None:
    """Let rolls follow their items when those were written at once."""
    move_rolls(items)
    bump(STAMP)  # what is cancelled is not signed in to


def end_with_class(sender: type[ClassStep], instance: ClassStep, **signal: Any) -> None:
    """Close the rolls of a class that is being closed, so that whoever signs in need not ask about the class."""
    if signal.get("created") and not signal.get("raw") and instance.to_state == ClassState.CLOSED:
        end_rolls(training_class=instance.training_class, by=instance.by)


def resume_with_class(sender: type[ClassStep], instance: ClassStep, **signal: Any) -> None:
    """Open those rolls again with their class that were closed with it."""
    if signal.get("created") and not signal.get("raw") and instance.to_state == ClassState.OPEN:
        resume_rolls(training_class=instance.training_class, reason=instance.reason, by=instance.by)


def renew(sender: type[Roll], **signal: Any) -> None:
    """Let every process ask anew which rolls are open."""
    if not signal.get("raw"):
        bump(STAMP)


def connect() -> None:
    """Connect the receivers; called once when the plugin starts."""
    post_save.connect(move_one, sender=TimetableItem, dispatch_uid="attendance.move_one")
    timetable_written.connect(move_many, sender=TimetableItem, dispatch_uid="attendance.move_many")
    post_save.connect(end_with_class, sender=ClassStep, dispatch_uid="attendance.end_with_class")
    post_save.connect(resume_with_class, sender=ClassStep, dispatch_uid="attendance.resume_with_class")
    post_save.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
    post_delete.connect(renew, sender=Roll, dispatch_uid="attendance.renew")
