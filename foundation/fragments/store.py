"""What a process keeps of rendered texts: the most recently asked for, up to so many bytes.

Django's own cache in memory pickles whatever it gives and takes, and drops at random what it has no room for. Here a
value is handed out as it was put in, so **nobody changes one**: keep text, numbers, tuples, frozen objects.
"""

import sys
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from threading import Lock
from typing import Any

from django.core.cache.backends.base import BaseCache

MAX_BYTES = 32 * 1024 * 1024

_kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
_lock = Lock()
_bytes = 0


def get(name: Hashable) -> Any:
    """Return what is kept under ``name``, or ``None``."""
    found = _kept.get(name)
    if found is None:
        return None
    with suppress(KeyError):  # another thread may just have dropped it
        _kept.move_to_end(name)
    return found[0]


def put(name: Hashable, value: Any) -> None:
    """Keep ``value`` and drop those that nobody has asked for the longest, where there is no room."""
    global _bytes
    size = weight(name) + weight(value)
    with _lock:
        _bytes += size - _kept.pop(name, (None, 0))[1]
        _kept[name] = (value, size)
        while _bytes > MAX_BYTES and len(_kept) > 1:
            _name, (_value, dropped) = _kept.popitem(last=False)
            _bytes -= dropped


def drop(name: Hashable) -> bool:
    """Keep nothing under ``name`` any more; say whether there was something."""
    global _bytes
    with _lock:
        found = _kept.pop(name, None)
        _bytes -= found[1] if found else 0
    return found is not None


def clear() -> None:
    """Keep nothing."""
    global _bytes
    with _lock:
        _kept.clear()
        _bytes = 0


def weight(value: Any) -> int:
    """Return about how many bytes a value takes, with what it holds."""
    size = sys.getsizeof(value)
    if isinstance(value, dict):
        return size + sum(weight(key) + weight(one) for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return size + sum(weight(one) for one in value)
    return size


class ProcessCache(BaseCache):
    """The store as one of Django's ``CACHES``, so that whoever empties all of them empties it, too."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: object = None, version: int | None = None) -> bool:
        """Keep ``value`` where nothing is kept yet."""
        if self.get(key, version=version) is not None:
            return False
        put(self.make_key(key, version), value)
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept."""
        found = get(self.make_key(key, version))
        return default if found is None else found

    def set(self, key: str, value: Any, timeout: object = None, version: int | None = None) -> None:
        """Keep ``value``; nothing expires."""
        put(self.make_key(key, version), value)

    def touch(self, key: str, timeout: object = None, version: int | None = None) -> bool:
        """Say whether something is kept."""
        return self.get(key, version=version) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Drop what is kept."""
        return drop(self.make_key(key, version))

    def clear(self) -> None:
        """Drop everything."""
        clear()
