"""What follows when a live class is published; and what higher rooms hear in the transaction of a change."""

from typing import Any

from django.dispatch import Signal
from wagtail.signals import page_published

from classes.actions.timetable import place_on_timetable
from classes.models import LiveClassPage

timetable_written = Signal()
"""Items of a timetable were written at once, past ``save`` and its signals. Arguments: items, as they are now.

Sent in the transaction of the act; the event ``classes.timetable_changed`` tells what is done about it later.
"""


def place_published_live_class(sender: type[LiveClassPage], instance: LiveClassPage, **kwargs: Any) -> None:
    """Put the live class on the timetable of its class."""
    revision = kwargs.get("revision")
    place_on_timetable(live_class=instance, by=revision.user if revision else None)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    page_published.connect(place_published_live_class, sender=LiveClassPage, dispatch_uid="classes.place_live_class")
