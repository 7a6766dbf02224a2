"""The jobs that read documents; imported when the room is ready."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from foundation.jobs import enqueue, job, schedule
from people.paging.reading import JOB, begin_reading, is_reading_left, read_next

LONGEST = timedelta(seconds=settings.DOCUMENT_READ_SECONDS + 120)


@job(JOB, retries=3, time_limit=LONGEST, priority=-5)
def read_document() -> None:
    """Read one document, then let the next one wait its turn. Its key keeps it to one at a time."""
    try:
        read_next()
    finally:
        if is_reading_left():
            enqueue(JOB, key=JOB)


@schedule("people.sweep_documents", every=timedelta(minutes=10))
@job("people.sweep_documents")
def sweep_documents() -> None:
    """See to it that nothing waits for a job that was lost."""
    if is_reading_left():
        enqueue(JOB, key=JOB)


def read_new_file(instance: Any, **signal: Any) -> None:
    """Begin with a document that was saved with another file; a signal's receiver."""
    if not signal.get("raw"):
        begin_reading(document=instance)
