"""What the evaluations room does by itself."""

import datetime
import uuid

from django.utils import timezone

from classes.events import timetable_changed
from classes.models import TimetableItem
from evaluations.actions.feedback.attaching import follow_session
from evaluations.actions.feedback.files import clear_unsent_files
from foundation.jobs.registry import job, schedule
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


@schedule("evaluations.clear_unsent_files", at="03:30")
@job("evaluations.clear_unsent_files", time_limit=datetime.timedelta(minutes=10))
def clear_unsent() -> None:
    """Delete pictures and files that were sent as answers which were never stored."""
    clear_unsent_files(now=timezone.now())
