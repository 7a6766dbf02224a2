"""What rooms above this one freeze for each learner when a class is closed, beside the facts of the room itself.

A room registers an ``Addition`` under its name in its ``ready()``. What it freezes stands in the facts of a result as
``facts["added"][name]``, and its columns in the list of results, on screen, as a spreadsheet and in print.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classes.models import ClassStep, Enrollment

Frozen = Mapping[str, Any]


@dataclass(frozen=True)
class Addition:
    """``freeze`` receives the closing and the enrollments, and returns JSON for each by its key.

    It runs in the transaction of the closing, in a number of queries that does not grow; what it raises undoes the
    closing. ``columns`` returns titles with widths in characters, in the reader's language, and ``cells`` what stands
    below them of what was frozen.
    """

    freeze: Callable[[ClassStep, Sequence[Enrollment]], Mapping[int, Frozen]]
    columns: Callable[[], list[tuple[str, float]]]
    cells: Callable[[Frozen], list[Any]]


_additions: dict[str, Addition] = {}


def register(name: str, addition: Addition) -> None:
    """Add to what closing freezes. Raises ``ValueError`` for a name that is taken."""
    if name in _additions:
        raise ValueError(f"{name} is registered already")
    _additions[name] = addition


def frozen_by_all(step: ClassStep, enrollments: Sequence[Enrollment]) -> dict[int, dict[str, Frozen]]:
    """Ask every addition; return what each has of every enrollment, by the enrollment's key."""
    found: dict[int, dict[str, Frozen]] = {row.pk: {} for row in enrollments}
    for name, addition in _additions.items():
        for key, frozen in addition.freeze(step, enrollments).items():
            found[key][name] = frozen
    return found


def added_table(every: Sequence[Mapping[str, Any]]) -> tuple[list[tuple[str, float]], list[list[Any]]]:
    """Return what the additions have of these facts: their columns, and the cells of each of the facts."""
    additions = _among(every)
    columns = [addition.columns() for _name, addition in additions]
    lines: list[list[Any]] = []
    for facts in every:
        cells: list[Any] = []
        for (name, addition), own in zip(additions, columns, strict=True):
            frozen = facts.get("added", {}).get(name)
            cells += addition.cells(frozen) if frozen else [""] * len(own)
        lines.append(cells)
    return [column for own in columns for column in own], lines


def _among(every: Sequence[Mapping[str, Any]]) -> list[tuple[str, Addition]]:
    there = {name for facts in every for name in facts.get("added", {})}
    return [(name, addition) for name, addition in _additions.items() if name in there]
