"""Compares a table of edges with the one that people read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schoolhouse.edges import NEW

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[set[str], str | None]


def table_of(edges: Mapping[str, Any]) -> dict[str, Row]:
    """Return from where to where each act of ``edges`` leads."""
    return {act: (set(edge.sources), edge.target and str(edge.target)) for act, edge in edges.items()}


def table_in(page: str, head: str) -> dict[str, Row]:
    """Return the same of the table below ``head`` (its first cell) in a page of the docs."""
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = text.partition(f"| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {row[0].strip("`"): (_sources(row[1]), None if row[2] == "the same" else row[2]) for row in cells}


def _sources(cell: str) -> set[str]:
    return {NEW if name == "new" else name for name in cell.split(", ")}
