"""How a part of the API goes: it warns for two minor releases of the API, and the third is without it.

    @deprecated(since="0.3", use="evaluations.actions.points.award_by_rule")
    def award(...): ...

Warnings are ``ApiDeprecationWarning``, at the line that calls. ``python -W error::DeprecationWarning -m pytest`` makes
a plugin's tests fail for what will go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import typing_extensions
from packaging.version import Version

MINORS = 2
"""For so many minor releases what is deprecated stays."""

T = TypeVar("T", bound=Callable[..., Any])


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


def deprecated(*, since: str, use: str) -> Callable[[T], T]:
    """Have a function or class of the API warn whoever calls it; ``use`` says what to call instead."""

    def mark(thing: T) -> T:
        deprecation = Deprecation(f"{thing.__module__}.{thing.__qualname__}", since, use)
        deprecations.append(deprecation)
        return typing_extensions.deprecated(str(deprecation), category=ApiDeprecationWarning)(thing)

    return mark
