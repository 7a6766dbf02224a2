"""What happens when a plugin fails while the school is running: logged and counted by its name, never a broken page."""

import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from foundation import stamps
from schoolhouse.faults.noticed import notice
from schoolhouse.faults.savepoints import savepoint_when_asked
from schoolhouse.faults.slowness import SLOT_SECONDS, Stopwatch, overran
from schoolhouse.refusals import Refusal

logger = logging.getLogger(__name__)

AGAIN_SECONDS = 30.0
"""A fault that keeps happening is written down once in so many seconds by each process, and logged each time."""

ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, Refusal)
"""What plugins raise on purpose; not faults."""


class GuardFailed(Exception):
    """A plugin's hook that is asked before something is done has failed, so that it is not done."""

    def __init__(self, plugin: str, place: str) -> None:
        super().__init__(f"{plugin} failed at {place}")
        self.plugin = plugin


_written: dict[tuple[str, str], float] = {}


@contextmanager
def shielded(
    plugin: str,
    place: str,
    *,
    seconds: float | None = None,
    request: Any = None,
    answers: tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Run a plugin's code: what it raises is logged, written down and goes no further; ``answers`` are passed on.

    Inside a transaction it gets a savepoint of its own once it asks something, so that a query of its that fails spoils
    nothing. With ``seconds`` of its own time (``slowness``) it is named when it takes longer, and switched off at
    ``place`` when that happens in several requests.
    """
    watch = Stopwatch() if seconds is not None else None
    try:
        with savepoint_when_asked() if connection.in_atomic_block else nullcontext():
            yield
    except answers:
        raise
    except Exception as error:
        record(plugin, place, error)
    if watch and seconds is not None and watch.may_be_over(seconds) and (own := watch.own_seconds()) > seconds:
        _too_slow(plugin, place, f"It took {own:.1f} seconds, and may take {seconds:g}.", watch.began, request)


def record(plugin: str, place: str, error: BaseException) -> None:
    """Log a fault under the plugin's name and write it down for administrators."""
    notice(plugin, place)
    logger.error("Plugin %s failed at %s", plugin, place, exc_info=error)
    now = time.monotonic()
    if now - _written.get((plugin, place), -AGAIN_SECONDS) < AGAIN_SECONDS:
        return
    _written[plugin, place] = now
    _write(plugin, place, f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))


def _too_slow(plugin: str, place: str, message: str, began: float, request: Any) -> None:
    """Name a plugin that was too slow, and switch it off where that happens too often."""
    if overran(plugin, place, began, request):
        switch_off(plugin, place, message)
    else:
        logger.warning("Plugin %s is slow at %s: %s", plugin, place, message)
        _write(plugin, place, message)


def switch_off(plugin: str, place: str, message: str) -> None:
    """Ask the plugin no longer at this place, on every machine, until an administrator says otherwise."""
    logger.error("Plugin %s is switched off at %s: %s", plugin, place, message)
    _write(plugin, place, message, switched_off=True)


def _write(plugin: str, place: str, message: str, trace: str = "", *, switched_off: bool = False) -> None:
    """Add to the fault's row; a database that cannot take it now must not break the page that is being made."""
    from schoolhouse.models import PluginFault

    values: dict[str, Any] = {"message": message[:2000], "last_at": timezone.now()}
    if trace:
        values["traceback"] = trace[-20_000:]
    if switched_off:
        values["switched_off"] = True
    try:
        with transaction.atomic():
            row, created = PluginFault.objects.get_or_create(plugin=plugin, place=place[:200], defaults=values)
            if not created:
                PluginFault.objects.filter(pk=row.pk).update(count=F("count") + 1, **values)
            if switched_off:
                stamps.bump("plugins")
    except DatabaseError:
        logger.exception("The fault of plugin %s could not be written down", plugin)


__all__ = [
    "AGAIN_SECONDS",
    "ANSWERS",
    "SLOT_SECONDS",
    "GuardFailed",
    "Stopwatch",
    "record",
    "savepoint_when_asked",
    "shielded",
    "switch_off",
]
