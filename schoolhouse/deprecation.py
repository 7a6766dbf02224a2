"""How a part of the API goes: it warns for two minor releases of the API, and the third is without it.

    @deprecated(since="0.3", use="evaluations.actions.points.award_by_rule")
    def award(...): ...

Warnings are ``ApiDeprecationWarning``, at the line that calls. ``python -W error::DeprecationWarning -m pytest`` makes
a plugin's tests fail for what will go.
"""

import functools
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from packaging.version import Version

MINORS = 2
"""For so many minor releases what is deprecated stays."""

P = ParamSpec("P")
T = TypeVar("T")


class ApiDeprecationWarning(DeprecationWarning):
    """Something of the plugin API will go."""


@dataclass(frozen=True)
class Deprecation:
    """``name`` is deprecated since the API version ``since`` and gone in ``until``; ``use`` says what replaces it."""

    name: str
    since: str
    use: str

    @property
    def until(self) -> str:
        """The API version that is without it: the third after ``since``, or the next major one."""
        version = Version(self.since)
        return f"{version.major}.{version.minor + MINORS + 1}"

    def __str__(self) -> str:
        return f"{self.name} is deprecated since API {self.since} and goes with {self.until}: use {self.use}."


deprecations: list[Deprecation] = []
"""Everything that is deprecated now; a test fails when one of them is overdue."""


def deprecated(*, since: str, use: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have a function or class of the API warn whoever calls it; ``use`` says what to call instead."""

    def mark(function: Callable[P, T]) -> Callable[P, T]:
        deprecation = Deprecation(f"{function.__module__}.{function.__qualname__}", since, use)
        deprecations.append(deprecation)

        @functools.wraps(function)
        def warning(*args: P.args, **kwargs: P.kwargs) -> T:
            warnings.warn(str(deprecation), ApiDeprecationWarning, stacklevel=2)
            return function(*args, **kwargs)

        return warning

    return mark
