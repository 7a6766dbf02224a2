"""Gates around what plugins connect to signals: silent where the plugin is off, and what fails is written down.

Everything that is saved sends signals, a person who signs in, too: a receiver that fails must not keep anybody out.
"""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.dispatch import Signal

from schoolhouse import faults

ANSWERS = (*faults.ANSWERS, ValidationError, ProtectedError, RestrictedError)
"""What a receiver raises to refuse what is about to happen."""

_connected: "weakref.WeakSet[Signal]" = weakref.WeakSet()
"""Signals to which something was connected since ``watch``: Django does not know all its signals."""


_migrating = False
"""Whether tables are being made, while which nobody can be asked what is on."""


def watch() -> None:
    """Take note of each signal that something is connected to; before the first plugin is loaded, once."""
    original = Signal.connect
    if hasattr(original, "watched"):
        return

    @wraps(original)
    def connect(self: Signal, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _connected.add(self)

    connect.watched = True  # type: ignore[attr-defined]
    Signal.connect = connect  # type: ignore[method-assign]


def gate_signals(label: str, package: str) -> None:
    """Gate what the code of a plugin has connected so far."""
    for signal in list(_connected):
        with signal.lock:
            signal.receivers = [
                (key, _gated(label, package, receiver, is_async), is_async)
                for key, receiver, is_async in signal.receivers
            ]
            signal.sender_receivers_cache.clear()


def _gated(label: str, package: str, receiver: Any, is_async: bool) -> Any:
    """Return what stands for ``receiver``: itself unless it is the plugin's. Who disconnects it is not hindered."""
    find = receiver if isinstance(receiver, weakref.ReferenceType) else lambda: receiver
    module = getattr(find(), "__module__", None) or ""
    if is_async or hasattr(find(), "gated") or not f"{module}.".startswith(f"{package}."):
        return receiver
    return _gate(label, find)


def _gate(label: str, find: Callable[[], Callable[..., Any] | None]) -> Callable[..., Any]:
    place = f"signal: {getattr(find(), '__qualname__', '')}"

    def gated(**named: Any) -> Any:
        receiver = find()
        if receiver is None or not _is_on(label):
            return None
        with faults.shielded(label, place, answers=ANSWERS):
            return receiver(**named)
        return None

    gated.gated = label  # type: ignore[attr-defined]
    return gated


def _is_on(label: str) -> bool:
    from schoolhouse.activation import is_active

    return _migrating or is_active(label)


def begin_migrating(**signal: Any) -> None:
    """Ask nobody from now on; connected to ``pre_migrate`` of the first app."""
    global _migrating
    _migrating = True


def end_migrating(**signal: Any) -> None:
    """Ask again: all tables are there. Connected to ``post_migrate`` of the first app."""
    global _migrating
    _migrating = False
