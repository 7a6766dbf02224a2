"""Trees by which figures are gone through from the top: categories and organizations."""

from collections.abc import Iterable
from typing import NamedTuple


class Node(NamedTuple):
    """One place of a tree; ``above`` is the key of the one above it, if that is in the tree."""

    key: str
    name: str
    above: str | None


class Tree:
    """Nodes by their keys, in the order given."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.key: node for node in nodes}
        self._ways: dict[str, list[str]] = {}

    def name(self, key: str) -> str:
        """Return what a node is called; empty for none."""
        return self.nodes[key].name if key in self.nodes else ""

    def way_to(self, key: str) -> list[str]:
        """Return the keys from the topmost node down to ``key``; empty where there is none."""
        if key not in self._ways:
            way: list[str] = []
            at: str | None = key
            while at in self.nodes and at not in way:
                way.append(at)
                at = self.nodes[at].above
            self._ways[key] = way[::-1]
        return self._ways[key]

    def step(self, key: str, below: str = "") -> str | None:
        """Return the node right below ``below`` (the top, if empty) on the way to ``key``; ``below`` itself where that
        is ``key``. ``None`` where ``key`` is not below it."""
        way = self.way_to(key)
        if not below:
            return way[0] if way else None
        if below not in way:
            return None
        return way[min(way.index(below) + 1, len(way) - 1)]

    def options(self) -> list[tuple[str, str]]:
        """Return keys and names to choose from, children right after their parents and set in by a dash for each
        level."""
        below: dict[str | None, list[Node]] = {}
        for node in self.nodes.values():
            below.setdefault(node.above if node.above in self.nodes else None, []).append(node)
        found: list[tuple[str, str]] = []
        waiting = [(node, 0) for node in reversed(below.get(None, []))]
        while waiting:
            node, depth = waiting.pop()
            found.append((node.key, "– " * depth + node.name))
            waiting.extend((child, depth + 1) for child in reversed(below.get(node.key, [])))
        return found
