"""Running one job, in this process."""

import logging
import os
import socket
import traceback
import uuid

from django.conf import settings
from django.utils import timezone, translation

from foundation.jobs import queue, registry
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)


def process_name() -> str:
    """Return a name for this process that no other has: host, process id and a few random letters."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"


def perform(job: Job) -> bool:
    """Call the claimed ``job``'s function and mark the outcome; say whether it succeeded.

    It runs in the server's language and time zone, whatever the last one switched to.
    """
    try:
        with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
            registry.find(job.name).function(**job.payload)
    except Exception:
        logger.warning("Job %s (%s) failed at attempt %s", job.title, job.pk, job.attempts, exc_info=True)
        queue.fail(job, traceback.format_exc())
        return False
    if not queue.succeed(job):
        logger.warning("Job %s (%s) finished after its lease was lost", job.title, job.pk)
    return True


def drain(limit: int) -> int:
    """See ``foundation.jobs.drain``."""
    worker = process_name()
    for count in range(limit):
        job = queue.claim(worker)
        if job is None:
            return count
        perform(job)
    return limit
