"""The door of a live class: when it stands open."""

import datetime
from dataclasses import dataclass

from classes.models import LiveClassMode, LiveClassPage

DOOR_OPENS = datetime.timedelta(minutes=15)
"""How long before the start the meeting's address is shown."""


@dataclass(frozen=True)
class Door:
    """``state`` is ``none`` (no online part), ``early``, ``open`` or ``over``; ``url`` only while it is open."""

    state: str
    opens_at: datetime.datetime | None = None
    url: str = ""


def door_of(live_class: LiveClassPage, *, now: datetime.datetime) -> Door:
    """Return the door as those inside the class see it; whoever asks must be inside."""
    if live_class.mode == LiveClassMode.HALL or not live_class.meeting_url:
        return Door("none")
    opens_at = live_class.starts_at - DOOR_OPENS
    if now < opens_at:
        return Door("early", opens_at)
    if now >= live_class.ends_at:
        return Door("over", opens_at)
    return Door("open", opens_at, live_class.meeting_url)
