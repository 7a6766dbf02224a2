"""What the evaluations room does by itself."""

import datetime
import uuid

from classes.events import timetable_changed
from classes.models import TimetableItem
from evaluations.actions.feedback.attaching import follow_session
from schoolhouse.events import ReceivedEvent


@timetable_changed.handler("evaluations.follow_timetable")
def follow_timetable(event: ReceivedEvent) -> None:
    """Let feedback forms open and close as much later, or earlier, as what they are about ends."""
    if event.data["kind"] != "moved":
        return
    lines = {uuid.UUID(line["item"]): line for line in event.data["items"]}
    items = TimetableItem.objects.filter(public_id__in=lines, page__isnull=False).select_related("page")
    for item in items:
        was, ends = (
            datetime.datetime.fromisoformat(lines[item.public_id][name]) for name in ("was_ends_at", "ends_at")
        )
        if item.page is not None and was != ends:
            follow_session(page=item.page, change=uuid.UUID(event.data["act"]), shift=ends - was)
