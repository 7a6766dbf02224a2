"""The house as the tests see it: rooms from the ground up, their files, and what stands above what."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = (
    ("foundation",),
    ("schoolhouse",),
    ("people",),
    ("lessons",),
    ("classes",),
    ("evaluations", "forums"),
    ("home",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
PLUGINS = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"}
SOURCES = (*FLOOR, "site", "plugins", "tools", "bench")


def may_know(owner: str, other: str) -> bool:
    """Tell whether room or plugin ``owner`` may point at ``other``: itself, and what stands below."""
    if owner == other or other not in FLOOR.keys() | PLUGINS:
        return True
    if owner in PLUGINS:
        return other not in PLUGINS
    return other not in PLUGINS and FLOOR[other] < FLOOR[owner]


def owner_of(path: Path) -> str:
    """Return the room or plugin that a file belongs to; the test kit stands above them all, like tests."""
    parts = path.relative_to(ROOT).parts
    if parts[:2] == ("schoolhouse", "testing"):
        return "schoolhouse.testing"
    return parts[1] if parts[0] == "plugins" else parts[0]


def files(suffix: str, *, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Walk the house's own files of one kind."""
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob(f"*{suffix}")):
            parts = path.relative_to(ROOT).parts
            if (tests or "tests" not in parts) and (migrations or "migrations" not in parts):
                yield path


def room_files(suffix: str) -> Iterator[Path]:
    """Walk the files of the rooms and plugins, which the floors bind."""
    return (path for path in files(suffix) if owner_of(path) in FLOOR.keys() | PLUGINS)


@cache
def tree(path: Path) -> ast.Module:
    """Parse a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def docstrings(module: ast.Module) -> set[int]:
    """Collect the identities of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found |= {id(item.value) for item in node.body if isinstance(item, ast.Expr)}
    return found
