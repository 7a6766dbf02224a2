"""The jobs of sound and film; imported when the room is ready."""

from datetime import timedelta

from django.conf import settings

from foundation.jobs import enqueue, job, schedule
from people.actions.converting import JOB, convert_next, is_work_left
from people.actions.uploads import clear_work_folders, sweep_uploads

LONGEST = timedelta(seconds=settings.MEDIA_CONVERT_SECONDS + 600)


@job(JOB, retries=3, time_limit=LONGEST, priority=-10)
def convert_media() -> None:
    """Convert one recording, then let the next one wait its turn. Its key keeps it to one at a time."""
    try:
        convert_next()
    finally:
        if is_work_left():
            enqueue(JOB, key=JOB)


@schedule("people.sweep_media", every=timedelta(minutes=10))
@job("people.sweep_media")
def sweep_media() -> None:
    """Drop stale uploads, and see to it that nothing waits for a job that was lost."""
    sweep_uploads()
    clear_work_folders(older_than=LONGEST.total_seconds())
    if is_work_left():
        enqueue(JOB, key=JOB)
