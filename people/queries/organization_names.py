"""Finds the organization that a person means by a name, a code or a path in a spreadsheet."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from foundation.trees import paths_above
from people.models import Organization
from people.models.organization import OrganizationQuerySet

_BETWEEN = re.compile(r"\s*[/／>＞→\\]\s*")
_SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Return ``text`` as names are compared: width, case and spaces do not count."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def path_parts(text: str) -> list[str]:
    """Cut "County / Township" into its names."""
    return [part for part in _BETWEEN.split(text.strip()) if part]


@dataclass(frozen=True, slots=True)
class Node:
    """An organization as the index keeps it; ``full_name`` goes down from the top."""

    pk: int
    path: str
    name: str
    full_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """``node`` where there is exactly one; else ``several``, or neither. ``parent`` is the known start of a path."""

    node: Node | None = None
    several: tuple[Node, ...] = ()
    parent: Node | None = None


@dataclass(slots=True)
class OrganizationNames:
    """An index over some organizations; names of those above them serve in paths only."""

    nodes: dict[str, Node] = field(default_factory=dict)
    by_code: dict[str, Node] = field(default_factory=dict)
    by_name: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    by_joined_name: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    outside: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> Answer:
        """Find by code, by name, by a path such as ``County/Township``, or by names written without a gap."""
        key = folded(text)
        if node := self.by_code.get(key):
            return Answer(node)
        parts = path_parts(text)
        if len(parts) > 1:
            return self._find_path(parts)
        for index in (self.by_name, self.by_joined_name):
            if found := index.get(key):
                return Answer(found[0]) if len(found) == 1 else Answer(several=tuple(found))
        return Answer()

    def _find_path(self, parts: list[str]) -> Answer:
        start = [folded(part) for part in parts[:-1]]
        found = [node for node in self.by_name.get(folded(parts[-1]), []) if self._stands_below(node, start)]
        if len(found) == 1:
            return Answer(found[0])
        if found:
            return Answer(several=tuple(found))
        return Answer(parent=self.find("/".join(parts[:-1])).node)

    def _stands_below(self, node: Node, names: list[str]) -> bool:
        above = iter([folded(name) for name in reversed(self._names_above(node.path))])
        return all(name in above for name in reversed(names))

    def _names_above(self, path: str) -> list[str]:
        known = map(self._name_at, paths_above(path))
        return [name for name in known if name]

    def _name_at(self, path: str) -> str:
        node = self.nodes.get(path)
        return node.name if node else self.outside.get(path, "")

    def add(self, pk: int, path: str, name: str, code: str | None, is_active: bool) -> None:
        """Take one organization in; those above it come before, or their names are in ``outside``."""
        above = self._names_above(path)
        node = Node(pk, path, name, " / ".join([*above, name]), is_active)
        self.nodes[path] = node
        if code:
            self.by_code[folded(code)] = node
        self.by_name[folded(name)].append(node)
        for start in range(len(above)):
            self.by_joined_name[folded("".join([*above[start:], name]))].append(node)


def names_of(organizations: OrganizationQuerySet) -> OrganizationNames:
    """Build the index of ``organizations``: two queries."""
    rows = list(organizations.order_by("path").values_list("pk", "path", "name", "code", "is_active"))
    index = OrganizationNames()
    index.outside.update(_outside(path for _pk, path, *_rest in rows))
    for row in rows:
        index.add(*row)
    return index


def _outside(paths: Iterable[str]) -> list[tuple[str, str]]:
    inside = set(paths)
    above = {above for path in inside for above in paths_above(path)} - inside
    return list(Organization.objects.filter(path__in=above).values_list("path", "name"))
