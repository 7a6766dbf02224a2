"""Version stamps: how every process learns that a cached authority has changed.

Roles, plugin activation and the like are cached per process, each under the version of a stamp. Whoever changes them
calls ``bump(name)`` in the same transaction; every process asks ``current(name)`` before it trusts its cache, at the
cost of at most one indexed query in a request. A version is an opaque number: compare it for equality only. It is
random and not counted up, so that one read inside a transaction that was rolled back can never come round again.

Read the stamp first and the data after it: what is cached is then never older than its stamp says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["bump", "current", "fetch_always", "read_once"]

_versions: ContextVar[dict[str, int] | None] = ContextVar("stamps_versions", default=None)
_always: set[str] = set()


def fetch_always(*names: str) -> None:
    """Fetch these stamps together with whichever are asked for first in a request, so that it stays one query."""
    _always.update(names)


def bump(*names: str) -> None:
    """Give each of these stamps a new version; call it in the transaction that changes what they stand for.

    Other processes see the new version when that transaction commits. One statement, whatever the number of names.
    """
    from foundation.stamps.models import Stamp  # the app registry is not ready when this package is imported

    Stamp.objects.renew(names)
    known = _versions.get() or {}
    for name in names:
        known.pop(name, None)


def current(*names: str) -> dict[str, int]:
    """Return the version of each stamp; one that was never bumped is at 0.

    Within a request each name is fetched once. Outside of one (jobs, commands) the database is asked every time.
    """
    known = _versions.get()
    if known is not None:
        try:
            return {name: known[name] for name in names}
        except KeyError:
            pass  # a name is asked for the first time
    from foundation.stamps.models import Stamp

    if known is None:
        return Stamp.objects.versions(names)
    known.update(Stamp.objects.versions({*names, *_always} - known.keys()))
    return {name: known[name] for name in names}


@contextmanager
def read_once() -> Iterator[None]:
    """Fetch each stamp once within this block, as within a request: for a short piece of a job that asks many."""
    token = _versions.set(_versions.get() or {})
    try:
        yield
    finally:
        _versions.reset(token)


def enter_request(**signal: object) -> None:
    """Start a request with nothing fetched."""
    _versions.set({})


def leave_request(**signal: object) -> None:
    """End a request: until the next one the database is asked every time."""
    _versions.set(None)
