"""The process that runs jobs, one at a time; the supervisor forks it, watches it and may kill it."""

import logging
import os
import signal
import threading
from multiprocessing.connection import Connection
from typing import NoReturn

from django.db import Error, close_old_connections, connections

from foundation.jobs import execution, queue
from foundation.jobs.models import Job

logger = logging.getLogger(__name__)

JOBS_BEFORE_RENEWAL = 1000


def main(line: Connection, lifeline: tuple[int, int], worker: str, poll: float, until_idle: bool, limit: int) -> None:
    """Run jobs until told to stop.

    ``line`` carries the job taken up (or ``None`` after it) to the supervisor and a word to stop back; ``lifeline`` is
    a pipe of which the supervisor alone keeps the writing end, so that its death is noticed in the middle of a job.
    ``until_idle`` ends when nothing is due, ``limit`` after so many jobs.
    """
    os.setpgid(0, 0)  # a key pressed in the terminal is the supervisor's affair; a kill takes our children along
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    os.close(lifeline[1])
    threading.Thread(target=_die_with_supervisor, args=(lifeline[0],), daemon=True).start()
    _serve(line, worker, poll, until_idle, limit)
    connections.close_all()


def _serve(line: Connection, worker: str, poll: float, until_idle: bool, limit: int) -> None:
    for _count in range(limit):
        job = _next(line, worker, poll, until_idle)
        if job is None:
            return
        line.send(job)
        execution.perform(job)
        close_old_connections()
        line.send(None)


def _next(line: Connection, worker: str, poll: float, until_idle: bool) -> Job | None:
    """Wait for a job; ``None`` when it is time to stop."""
    pause = 0.0
    while not line.poll(pause):
        pause = poll
        try:
            job = queue.claim(worker)
        except Error:
            logger.exception("The database does not answer; trying again")
            connections.close_all()
            pause = max(poll, 5.0)
            continue
        if job is not None or until_idle:
            return job
    return None


def _die_with_supervisor(lifeline: int) -> NoReturn:
    """End at once, with all that a job has started, when the supervisor is gone: nobody would keep our lease."""
    os.read(lifeline, 1)
    os.killpg(0, signal.SIGKILL)
    os._exit(1)
