"""What failed while one answer was made, so that the page itself can say so to administrators."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noticed: ContextVar[set[tuple[str, str]] | None] = ContextVar("schoolhouse_noticed", default=None)


@contextmanager
def noticing() -> Iterator[None]:
    """Remember what fails from here on; nothing of it is left afterwards."""
    before = _noticed.set(set())
    try:
        yield
    finally:
        _noticed.reset(before)


def notice(plugin: str, place: str) -> None:
    """Remember that ``plugin`` failed at ``place``; does nothing outside ``noticing``, as in a command or a job."""
    if (found := _noticed.get()) is not None:
        found.add((plugin, place))


def overlook(plugin: str, place: str) -> None:
    """Forget it again: it is said where it happened."""
    if found := _noticed.get():
        found.discard((plugin, place))


def noticed() -> list[tuple[str, str]]:
    """Return what failed so far, each plugin and place once."""
    return sorted(_noticed.get() or ())
