"""Values that each process keeps until something is published."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

from people.published import published_version

Value = TypeVar("Value")
Parameters = ParamSpec("Parameters")
_MOST = 500


class _Kept(Generic[Value]):
    def __init__(self) -> None:
        self.values: dict[Hashable, tuple[tuple[int, ...], Value]] = {}


def kept_until_published(make: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
    """Keep what ``make`` returns for the same arguments as long as nothing is published.

    Unlike ``foundation.fragments.kept_value`` the value itself is kept, not a copy, so that it may be large: nobody may
    change it. It is made of what is written, never of who may read it.
    """
    kept: _Kept[Value] = _Kept()

    @wraps(make)
    def get(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Value:
        version, name = published_version(), (args, tuple(sorted(kwargs.items())))
        found = kept.values.get(name)
        if found is None or found[0] != version:
            found = (version, make(*args, **kwargs))
            if len(kept.values) >= _MOST:
                kept.values.clear()
            kept.values[name] = found
        return found[1]

    return get
