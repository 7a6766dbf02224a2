"""How long a plugin itself takes for its place in a page, and when that is too often too long.

A page can be late because the machine is busy or the process has just started; no plugin is switched off for that.
So what counts is a plugin's own time (``Stopwatch``), and only when it was over the limit in several requests that
came one after another (``overran``).
"""

import threading
import time
from collections import defaultdict
from typing import Any

from schoolhouse.discovery.turns import queued_seconds

SLOT_SECONDS = 1.0
"""How long a plugin may take for its place in a page, in seconds of its own."""

OVERRUNS = 3
"""In how many requests of one process a plugin takes longer before it is no longer asked at that place."""

WITHIN_SECONDS = 600.0
"""Within which time these requests lie."""

_REREAD_SECONDS = 0.2
_here = threading.local()
_lock = threading.Lock()
_overruns: defaultdict[tuple[str, str], list[float]] = defaultdict(list)


class Stopwatch:
    """Measures own time from when it is made: what the thread computed and what it waited for something.

    Left out is what it waited for its turn: for the processor, which other programs had, and for the interpreter,
    which other threads of this process had.
    """

    def __init__(self) -> None:
        self._queued = _queued_of_late()
        self.began = time.monotonic()
        self._thread, self._process = time.thread_time(), time.process_time()

    def own_seconds(self) -> float:
        """Return the own time so far; never less than what the thread computed."""
        took, computed = time.monotonic() - self.began, time.thread_time() - self._thread
        others = time.process_time() - self._process - computed
        return max(computed, took - max(others, 0) - (queued_seconds() - self._queued))

    def may_be_over(self, seconds: float) -> bool:
        """Say whether it is worth the while to ask for the own time, which costs more than to look at the clock."""
        return time.monotonic() - self.began > seconds


def overran(plugin: str, place: str, began: float, request: Any = None) -> bool:
    """Count that a plugin, asked at ``began`` (``time.monotonic``), was too slow; say whether this is once too often.

    What belongs to one request counts once, and so does what began before the last one counted had ended: requests
    that a new process makes wait together.
    """
    seen = vars(request).setdefault("slow_places", set()) if request is not None else set()
    now = time.monotonic()
    with _lock:
        times = [ended for ended in _overruns[plugin, place] if now - ended < WITHIN_SECONDS]
        if (plugin, place) not in seen and not (times and began < times[-1]):
            times.append(now)
        seen.add((plugin, place))
        _overruns[plugin, place] = times
        if len(times) < OVERRUNS:
            return False
        del _overruns[plugin, place]
        return True


def _queued_of_late() -> float:
    """Return the same as it was within the last moment: places in pages are many, and asking costs."""
    now = time.monotonic()
    if now - getattr(_here, "read_at", -_REREAD_SECONDS) >= _REREAD_SECONDS:
        _here.read_at, _here.queued = now, queued_seconds()
    queued: float = _here.queued
    return queued
