"""The worker: a supervisor that forks processes, keeps their leases and kills those that take too long.

It runs no job itself and holds no database connection while it forks.
"""

import gc
import logging
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType

from django.db import Error, connections
from django.utils import timezone

from foundation.jobs import child, queue, registry
from foundation.jobs.execution import process_name
from foundation.jobs.models import Job, Process, ProcessKind

logger = logging.getLogger(__name__)

PULSE = 5.0


@dataclass
class Slot:
    """One forked process and the job that it has in hand; times are of the monotonic clock."""

    process: ForkProcess
    line: Connection
    job: Job | None = None
    born: float = field(default_factory=time.monotonic)
    deadline: float = 0.0
    renew_at: float = 0.0

    def take_up(self, job: Job | None) -> None:
        """Note the job begun, or ``None`` when it ended."""
        self.job = job
        if job is not None:
            spec = registry.find(job.name)
            self.deadline = time.monotonic() + spec.time_limit.total_seconds()
            self.renew_at = time.monotonic() + spec.lease.total_seconds() / 3


@dataclass
class Supervisor:
    """Runs ``processes`` of them until told to stop.

    ``poll`` is the pause in seconds between looks into an empty queue, ``grace`` how long jobs may finish after
    SIGTERM, ``until_idle`` ends when nothing is due, ``limit`` ends each process after so many jobs.
    """

    processes: int = 2
    poll: float = 1.0
    grace: float = 10.0
    until_idle: bool = False
    limit: int | None = None
    name: str = field(default_factory=process_name)

    def __post_init__(self) -> None:
        self.slots: list[Slot] = []
        self.stopping_since: float | None = None
        self.pulse_at = 0.0
        self.context = multiprocessing.get_context("fork")

    def run(self) -> None:
        """Work until SIGTERM, SIGINT or, where asked for, until nothing is due."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        _plain_connections()
        self.lifeline = os.pipe()
        gc.freeze()
        self._pulse()
        for _slot in range(self.processes):
            self._fork()
        logger.info("Worker %s runs %s processes", self.name, self.processes)
        while self.slots:
            self._turn()
        self._leave()

    def _turn(self) -> None:
        """Wait for something to happen, and see to it."""
        wait([*(slot.line for slot in self.slots), *(slot.process.sentinel for slot in self.slots)], self._patience())
        for slot in list(self.slots):
            self._listen(slot)
            if not slot.process.is_alive():
                self._bury(slot)
            elif slot.job is not None:
                self._keep(slot)
        if time.monotonic() >= self.pulse_at:
            self._pulse()
        if self.stopping_since is not None:
            self._hurry(self.stopping_since)

    def _patience(self) -> float:
        """Return how long nothing needs to be looked at."""
        moments = [self.pulse_at]
        for slot in self.slots:
            if slot.job is not None:
                moments += [slot.deadline, slot.renew_at]
        # A signal does not end the wait by itself.
        return min(max(min(moments) - time.monotonic(), 0.01), 0.5)

    def _fork(self) -> None:
        """Start a process; it must not inherit a database connection."""
        connections.close_all()
        ours, theirs = self.context.Pipe()
        arguments = (theirs, self.lifeline, self.name, self.poll, self.until_idle)
        limit = self.limit or child.JOBS_BEFORE_RENEWAL
        process = self.context.Process(target=child.main, args=(*arguments, limit))
        process.start()
        theirs.close()
        self.slots.append(Slot(process, ours))

    def _listen(self, slot: Slot) -> None:
        """Take in what the process has said."""
        try:
            while slot.line.poll():
                slot.take_up(slot.line.recv())
        except (EOFError, OSError):
            pass  # it is dead, and buried next

    def _keep(self, slot: Slot) -> None:
        """Prolong the lease of a job at work; kill the process when the job takes too long or was taken away."""
        assert slot.job is not None
        now = time.monotonic()
        if now >= slot.deadline:
            limit = registry.find(slot.job.name).time_limit.total_seconds()
            self._kill(slot, f"Killed after its time limit of {limit:g} seconds.")
        elif now >= slot.renew_at:
            slot.renew_at = now + registry.find(slot.job.name).lease.total_seconds() / 3
            if self._ask(queue.renew, slot.job) is False:
                logger.error("Job %s (%s) was taken over by another worker", slot.job.title, slot.job.pk)
                slot.job = None
                _kill_group(slot.process)

    def _kill(self, slot: Slot, reason: str) -> None:
        """Kill the process with all it started, then put its job back."""
        _kill_group(slot.process)
        self._listen(slot)
        if slot.job is not None:
            self._ask(queue.lose, slot.job, reason)
            slot.job = None

    def _bury(self, slot: Slot) -> None:
        """See to what an ended process left, and fork its successor."""
        self.slots.remove(slot)
        slot.line.close()
        if slot.job is not None:
            self._ask(queue.lose, slot.job, f"Its process ended with exit code {slot.process.exitcode}.")
        crashed = slot.process.exitcode != 0
        slot.process.close()
        done = self.until_idle or self.limit is not None
        if self.stopping_since is None and (crashed or not done):
            if crashed and time.monotonic() - slot.born < 1:
                time.sleep(1)  # do not spin where every start fails
            self._fork()

    def _pulse(self) -> None:
        """Say that we are alive, and put back the jobs of workers that are not."""
        self.pulse_at = time.monotonic() + PULSE
        self._ask(_beat, self.name)
        self._ask(queue.recover)
        connections.close_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Let the jobs at work finish and take up no other."""
        if self.stopping_since is None:
            self.stopping_since = time.monotonic()

    def _hurry(self, since: float) -> None:
        """Tell every process to stop; kill what has not within the grace."""
        for slot in self.slots:
            if time.monotonic() - since > self.grace:
                _kill_group(slot.process)
                self._listen(slot)
                if slot.job is not None:
                    self._ask(queue.give_back, slot.job, f"The worker {self.name} was stopped.")
                    slot.job = None
                continue
            try:
                slot.line.send("stop")
            except OSError:
                logger.debug("Process %s has already ended", slot.process.pid)

    def _leave(self) -> None:
        """Take our heartbeat away: a worker that stopped is not one that is missed."""
        self._ask(Process.objects.filter(pk=self.name).delete)
        connections.close_all()
        logger.info("Worker %s stopped", self.name)

    def _ask(self, question: object, *arguments: object) -> object:
        """Call something that needs the database; a failure is logged and made up for by a later turn or a lease."""
        try:
            return question(*arguments)  # type: ignore[operator]
        except Error:
            logger.exception("The database does not answer")
            connections.close_all()
            return None


def _beat(name: str) -> None:
    Process.objects.update_or_create(pk=name, defaults={"kind": ProcessKind.WORKER, "seen_at": timezone.now()})


def _kill_group(process: ForkProcess) -> None:
    """Kill a process and whatever it started."""
    if process.pid is not None and process.is_alive():
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()  # it has not yet made its own group
    process.join()


def _plain_connections() -> None:
    """Keep one connection for each process instead of a pool, which has threads that a fork would lose."""
    for connection in connections.all():
        close_pool = getattr(connection, "close_pool", None)
        connection.close()
        if close_pool is not None:
            close_pool()
        connection.settings_dict.get("OPTIONS", {}).pop("pool", None)
        connection.settings_dict["CONN_MAX_AGE"] = None
