"""What happens when a plugin fails while the school is running: logged and counted by its name, never a broken page."""

import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from foundation import stamps
from schoolhouse.refusals import Refusal

logger = logging.getLogger(__name__)

SLOT_SECONDS = 1.0
"""How long a plugin may take for its place in a page before it is no longer asked for it."""

AGAIN_SECONDS = 30.0
"""A fault that keeps happening is written down once in so many seconds by each process, and logged each time."""

ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, Refusal)
"""What plugins raise on purpose; not faults."""

_written: dict[tuple[str, str], float] = {}


@contextmanager
def shielded(plugin: str, place: str, *, seconds: float | None = None) -> Iterator[None]:
    """Run a plugin's code: what it raises is logged, written down and goes no further.

    Inside a transaction it gets a savepoint of its own, so that a query of its that fails spoils nothing. With
    ``seconds`` it is switched off at ``place`` once it took longer.
    """
    began = time.monotonic()
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    except Exception as error:
        record(plugin, place, error)
    else:
        took = time.monotonic() - began
        if seconds is not None and took > seconds:
            switch_off(plugin, place, f"It took {took:.1f} seconds, and may take {seconds:g}.")


def record(plugin: str, place: str, error: BaseException) -> None:
    """Log a fault under the plugin's name and write it down for administrators."""
    logger.error("Plugin %s failed at %s", plugin, place, exc_info=error)
    now = time.monotonic()
    if now - _written.get((plugin, place), -AGAIN_SECONDS) < AGAIN_SECONDS:
        return
    _written[plugin, place] = now
    _write(plugin, place, f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error)))


def switch_off(plugin: str, place: str, message: str) -> None:
    """Ask the plugin no longer at this place, on every machine, until an administrator says otherwise."""
    logger.error("Plugin %s is switched off at %s: %s", plugin, place, message)
    _write(plugin, place, message, "", switched_off=True)


def _write(plugin: str, place: str, message: str, trace: str, *, switched_off: bool = False) -> None:
    """Add to the fault's row; a database that cannot take it now must not break the page that is being made."""
    from schoolhouse.models import PluginFault

    values = {"message": message[:2000], "traceback": trace[-20_000:], "last_at": timezone.now()}
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
