"""The clock: enqueues scheduled jobs, once for each slot, however many schedulers there are.

One of them leads by a lease row; the others wait for it to go silent. That is only to save queries: what makes a slot
fire once is the compare-and-swap on its mark, in one transaction with the job.
"""

import logging
import signal
import time
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error, connections, transaction
from django.utils import timezone

from foundation.jobs import queue, registry
from foundation.jobs.execution import process_name
from foundation.jobs.models import LeaderLease, Process, ProcessKind, ScheduleMark

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)


def lead(name: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Say whether ``name`` leads, taking or prolonging the lease where it may."""
    mine = LeaderLease.objects.filter(name="scheduler", holder=name)
    if mine.update(until=now + lease):
        return True
    if LeaderLease.objects.filter(name="scheduler", until__lt=now).update(holder=name, until=now + lease):
        return True
    first = LeaderLease(name="scheduler", holder=name, until=now + lease)
    LeaderLease.objects.bulk_create([first], ignore_conflicts=True)
    return mine.exists()


def resign(name: str) -> None:
    """Let another lead at once."""
    LeaderLease.objects.filter(name="scheduler", holder=name).delete()
    Process.objects.filter(pk=name).delete()


def fire(now: datetime) -> list[str]:
    """Enqueue each job whose slot has come; return the names of the schedules fired.

    A schedule seen for the first time waits for its next slot. Of the slots missed, the latest is made up for.
    """
    marks = dict(ScheduleMark.objects.values_list("name", "last_slot"))
    fired = []
    for spec in registry.schedules.values():
        slot = spec.slot(now)
        if spec.name not in marks:
            ScheduleMark.objects.bulk_create([ScheduleMark(name=spec.name, last_slot=slot)], ignore_conflicts=True)
        elif marks[spec.name] < slot and _fire_one(spec, slot):
            fired.append(spec.name)
    return fired


def _fire_one(spec: registry.ScheduleSpec, slot: datetime) -> bool:
    with transaction.atomic():
        if not ScheduleMark.objects.filter(name=spec.name, last_slot__lt=slot).update(last_slot=slot):
            return False
        queue.enqueue(spec.job, spec.payload, key=f"schedule:{spec.name}")
    logger.info("Schedule %s fired for %s", spec.name, slot.isoformat())
    return True


class Scheduler:
    """Beats, leads where it may, and fires, every ``tick`` seconds until SIGTERM."""

    def __init__(self, tick: float = 2.0) -> None:
        self.tick = tick
        self.name = process_name()
        self.stopping = False
        self.leading = False
        self.beat_at: datetime | None = None

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        logger.info("Scheduler %s knows %s schedules", self.name, len(registry.schedules))
        while not self.stopping:
            try:
                self.turn(timezone.now())
            except Error:
                logger.exception("The database does not answer; trying again")
                connections.close_all()
            self._sleep()
        resign(self.name)
        connections.close_all()
        logger.info("Scheduler %s stopped", self.name)

    def turn(self, now: datetime) -> list[str]:
        """Do what is to be done at ``now``; return the names of the schedules fired."""
        if self.beat_at is None or now >= self.beat_at:
            self.beat_at = now + LEASE / 3
            beat = {"kind": ProcessKind.SCHEDULER, "seen_at": now}
            Process.objects.update_or_create(pk=self.name, defaults=beat)
            self.leading = lead(self.name, now)
        return fire(now) if self.leading else []

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _sleep(self) -> None:
        """Sleep for a tick; a signal does not end a sleep by itself."""
        end = time.monotonic() + self.tick
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.3))
