"""What jobs, schedules and subscriptions there are: filled by decorators while apps are loaded."""

import random
import uuid
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Function = TypeVar("Function", bound=Callable[..., Any])

LONGEST_BACKOFF = timedelta(hours=6)


@dataclass(frozen=True)
class JobSpec:
    """How a job is run.

    ``retries`` is how often it is tried again after the first failure, ``backoff`` the pause before the first retry
    (doubled each time), ``lease`` how long a worker may be silent before another takes the job over, ``time_limit``
    how long it may take before it is killed; a higher ``priority`` goes first. ``lost`` is told in a sentence why an
    attempt ended without a word: it was killed, or its process crashed.
    """

    name: str
    function: Callable[..., Any]
    retries: int
    backoff: timedelta
    lease: timedelta
    time_limit: timedelta
    priority: int
    lost: Callable[[str], None] | None = None

    def pause(self, attempts: int) -> timedelta:
        """Return how long to wait after ``attempts`` failed: doubled each time, spread by a tenth."""
        pause: timedelta = min(self.backoff * 2 ** min(attempts - 1, 20), LONGEST_BACKOFF)
        return pause * random.uniform(0.9, 1.1)


@dataclass(frozen=True)
class ScheduleSpec:
    """When a job is enqueued by itself: at every multiple of ``every``, or daily ``at`` a time of the server's zone."""

    name: str
    job: str
    every: timedelta | None = None
    at: time | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def slot(self, now: datetime) -> datetime:
        """Return the latest moment, not after ``now``, at which this schedule fires."""
        if self.every is not None:
            seconds = int(self.every.total_seconds())
            return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
        assert self.at is not None
        zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
        today = now.astimezone(zone).date()
        slot = datetime.combine(today, self.at, tzinfo=zone)
        if slot.timestamp() > now.timestamp():
            slot = datetime.combine(today - timedelta(days=1), self.at, tzinfo=zone)
        return slot


@dataclass(frozen=True)
class ReceivedEvent:
    """What a handler is given. ``data`` is JSON: UUIDs, dates and Decimals arrive as text."""

    id: uuid.UUID
    name: str
    version: int
    data: Mapping[str, Any]
    organization: uuid.UUID | None
    occurred_at: datetime


Handler = Callable[[ReceivedEvent], None]

jobs: dict[str, JobSpec] = {}
schedules: dict[str, ScheduleSpec] = {}
# (event name, version) → names of the handlers, which are names of jobs as well.
subscriptions: dict[tuple[str, int], list[str]] = {}


def find(name: str) -> JobSpec:
    """Return the job of that name; raises ``LookupError`` with the name."""
    try:
        return jobs[name]
    except KeyError:
        raise LookupError(f"There is no job named “{name}”; jobs are declared with @job in an app's jobs.py.") from None


def job(
    name: str,
    *,
    retries: int = 5,
    backoff: timedelta = timedelta(seconds=10),
    lease: timedelta = timedelta(seconds=60),
    time_limit: timedelta = timedelta(minutes=5),
    priority: int = 0,
) -> Callable[[Function], Function]:
    """Declare a function as the job ``name`` (``"<room>.<verb>"``). The function stays callable as it is.

    Raises ``ImproperlyConfigured`` when another function has the name.
    """

    def declare(function: Function) -> Function:
        taken = jobs.get(name)
        if taken and taken.function is not function:
            other = f"{taken.function.__module__}.{taken.function.__qualname__}"
            raise ImproperlyConfigured(f"The job “{name}” is already declared by {other}.")
        jobs[name] = JobSpec(name, function, retries, backoff, lease, time_limit, priority)
        return function

    return declare


def schedule(
    name: str, *, every: timedelta | None = None, at: str | None = None, payload: Mapping[str, Any] | None = None
) -> Callable[[Function], Function]:
    """Enqueue a job by itself: ``every`` so long (whole seconds), or daily ``at="03:30"`` in the server's time zone.

    Stands above ``@job`` of the same name; alone it declares the job too, with a job's defaults. A slot missed while
    nothing was running is made up for once. Raises ``ImproperlyConfigured`` unless exactly one of both is given.
    """
    if (every is None) == (at is None) or (every is not None and every < timedelta(seconds=1)):
        raise ImproperlyConfigured(f"The schedule “{name}” needs either every= (a second or more) or at=.")

    def declare(function: Function) -> Function:
        if name not in jobs:
            job(name)(function)
        clock = time.fromisoformat(at) if at is not None else None
        schedules[name] = ScheduleSpec(name, name, every, clock, payload or {})
        return function

    return declare


def forget(name: str) -> None:
    """Forget a job with its schedule and subscriptions; what is enqueued of it waits until it is declared again."""
    jobs.pop(name, None)
    schedules.pop(name, None)
    for handlers in subscriptions.values():
        if name in handlers:
            handlers.remove(name)
