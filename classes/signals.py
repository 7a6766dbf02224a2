"""What follows when a live class is published; and what higher rooms hear in the transaction of a change."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import Signal
from wagtail.signals import page_published

from classes.actions.timetable import place_on_timetable
from classes.actions.timetable.editing import published_items, tell_of_edit
from classes.models import LiveClassPage, TrainingClassPage

timetable_written = Signal()
"""Items of a timetable were written at once, past ``save`` and its signals. Arguments: items, as they are now.

Sent in the transaction of the act; the event ``classes.timetable_changed`` tells what is done about it later.
"""


def place_published_live_class(sender: type[LiveClassPage], instance: LiveClassPage, **kwargs: Any) -> None:
    """Put the live class on the timetable of its class."""
    revision = kwargs.get("revision")
    place_on_timetable(live_class=instance, by=revision.user if revision else None)


def remember_timetable(sender: type[TrainingClassPage], instance: TrainingClassPage, **kwargs: Any) -> None:
    """Keep what is on the timetable of a published class, to tell what an editor changes about it."""
    if instance.pk and not kwargs.get("raw") and kwargs.get("update_fields") is None:
        instance._timetable_before = published_items(instance)  # type: ignore[attr-defined]


def tell_published_changes(sender: type[TrainingClassPage], instance: TrainingClassPage, **kwargs: Any) -> None:
    """Tell those concerned what is otherwise on the timetable of a class that was published again."""
    revision, before = kwargs.get("revision"), getattr(instance, "_timetable_before", None)
    if before is not None:
        tell_of_edit(training_class=instance, before=before, by=revision.user if revision else None)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    pre_save.connect(remember_timetable, sender=TrainingClassPage, dispatch_uid="classes.remember_timetable")
    page_published.connect(tell_published_changes, sender=TrainingClassPage, dispatch_uid="classes.tell_changes")
    page_published.connect(place_published_live_class, sender=LiveClassPage, dispatch_uid="classes.place_live_class")
