"""The course system of one language as a tree."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.catalogue.kept import kept_until_published


@dataclass(frozen=True, slots=True)
class Branch:
    """A category in its place: ``depth`` counts from 0, ``key`` is the same in all languages."""

    pk: int
    key: uuid.UUID
    name: str
    kind: str
    depth: int
    parent: int | None


class CourseSystem:
    """Categories in the order of the tree, parents before children."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        self.branches = tuple(branches)
        self._by_pk = {branch.pk: branch for branch in branches}
        below: dict[int, set[int]] = {branch.pk: {branch.pk} for branch in branches}
        for branch in branches:
            for above in self.above(branch.pk):
                below[above.pk].add(branch.pk)
        self._below: Mapping[int, frozenset[int]] = {pk: frozenset(keys) for pk, keys in below.items()}

    def __iter__(self) -> Iterator[Branch]:
        return iter(self.branches)

    def get(self, pk: int | None) -> Branch | None:
        """Return a category by its number."""
        return self._by_pk.get(pk) if pk is not None else None

    def above(self, pk: int) -> list[Branch]:
        """Return the categories above one, the nearest first."""
        found: list[Branch] = []
        branch = self._by_pk.get(pk)
        while branch is not None and branch.parent in self._by_pk:
            branch = self._by_pk[branch.parent]  # type: ignore[index]
            found.append(branch)
        return found

    def below(self, pk: int) -> frozenset[int]:
        """Return the numbers of a category and of everything below it."""
        return self._below.get(pk, frozenset())

    def wanted(self, asked: str) -> tuple[Branch, ...]:
        """Return the branches that an address means: a translation key, or a kind for all of its tops."""
        return tuple(
            branch
            for branch in self.branches
            if str(branch.key) == asked or (branch.kind == asked and self.get(branch.parent) is None)
        )


@kept_until_published
def course_system(language: str) -> CourseSystem:
    """Return the course system in ``language``."""
    from lessons.models import LessonCategory

    rows = LessonCategory.objects.filter(locale__language_code=language)
    fields = ("pk", "translation_key", "name", "kind", "parent_id")
    return CourseSystem(list(in_tree_order(rows.order_by("sort_order", "name", "pk").values_list(*fields))))


def in_tree_order(rows: Iterable[tuple[Any, ...]]) -> Iterator[Branch]:
    """Put categories, which come in the order of siblings, below one another.

    One whose parent is not among them stands at the top; of a circle, which the rules refuse, the first one does.
    """
    rows = list(rows)
    present = {row[0] for row in rows}
    children: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        children[row[4] if row[4] in present else None].append(row)
    placed: set[int] = set()

    def walk(row: tuple[Any, ...], depth: int) -> Iterator[Branch]:
        if row[0] in placed:
            return
        placed.add(row[0])
        pk, key, name, kind, parent = row
        yield Branch(pk, key, name, kind, depth, parent if depth else None)
        for child in children[pk]:
            yield from walk(child, depth + 1)

    for row in (*children[None], *rows):
        yield from walk(row, 0)


def stands_below(category: Any, other: Any) -> bool:
    """Say whether ``category`` is ``other`` or stands below it; both as they are kept in the database."""
    from lessons.models import LessonCategory

    parents = dict(LessonCategory.objects.filter(locale_id=other.locale_id).values_list("pk", "parent_id"))
    at, seen = category.pk, set()
    while at is not None and at not in seen:
        if at == other.pk:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
