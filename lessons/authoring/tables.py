"""A document's table as a block of a lesson: the one place that knows how the block keeps it."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.word.content import Cell, Paragraph, Run, Table
from lessons.authoring.rich_text import inline
from lessons.blocks import LessonBodyBlock

MOST_COLUMNS, MOST_ROWS = 12, 200
SCROLLS_FROM = 5
"""Columns from which a table scrolls on a phone; cards would be too long."""
LONGEST_NAME = 150
"""Characters of a column's name, which stands again at each of its cells; a longer one is no name but text."""


def table_block(table: Table) -> dict[str, Any] | None:
    """Return the block's value, ``None`` where lessons have none for tables or this one is too large."""
    grid = [_spread(row) for row in table.rows]
    breadth = max((len(row) for row in grid), default=0)
    if "table" not in LessonBodyBlock.base_blocks or breadth > MOST_COLUMNS or len(grid) > MOST_ROWS:
        return None
    grid = [[*row, *[Cell() for _place in range(breadth - len(row))]] for row in grid]
    head = [cell.text.replace("\n", " ") for cell in grid.pop(0)] if _has_names(table) else []
    names = [name or _("Column %(number)s") % {"number": place} for place, name in enumerate(head or [""] * breadth, 1)]
    kinds = ["rich_text" if any(_has_looks(row[place]) for row in grid) else "text" for place in range(breadth)]
    rows = [[_value(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in grid]
    columns = [{"type": kind, "heading": name} for kind, name in zip(kinds, names, strict=True)]
    return {
        "table": {"caption": "", "columns": columns, "rows": [{"values": row} for row in rows]},
        "has_row_names": bool(head),
        "on_phones": "scroll" if breadth >= SCROLLS_FROM else "cards",
    }


def _has_names(table: Table) -> bool:
    if not table.has_header or len(table.rows) < 2:
        return False
    return all(len(cell.text) <= LONGEST_NAME for cell in table.rows[0])


def _spread(row: list[Cell]) -> list[Cell]:
    """Return one cell for each column: what was broad stands in the first of its columns."""
    return [one for cell in row for one in (cell, *[Cell() for _place in range(cell.span - 1)])]


def _has_looks(cell: Cell) -> bool:
    return any(run.bold or run.italic or run.address for one in cell.paragraphs for run in one.runs)


def _value(cell: Cell, kind: str) -> str:
    if kind == "text":
        return cell.text
    return "".join(f"<p>{inline(one.runs)}</p>" for one in cell.paragraphs if one.text)


def shown_table(value: dict[str, Any]) -> dict[str, Any]:
    """Return what a preview shows of the block: names, and rows of ``(value, is_html)``."""
    table = value["table"]
    kinds = [column["type"] == "rich_text" for column in table["columns"]]
    rows = [list(zip(row["values"], kinds, strict=True)) for row in table["rows"]]
    return {"names": [column["heading"] for column in table["columns"]], "rows": rows}


def as_paragraphs(table: Table) -> list[Paragraph]:
    """Return the rows as text: the names of the columns in bold, before each value."""
    names = [cell.text for cell in table.rows[0]] if _has_names(table) else []
    rows = table.rows[1:] if names else table.rows
    return [one for row in rows if (one := _row(row, names)).text]


def _row(row: list[Cell], names: list[str]) -> Paragraph:
    runs: list[Run] = []
    for place, cell in enumerate(row):
        name = names[place] if place < len(names) else ""
        if runs:
            runs.append(Run("  |  "))
        if name:
            runs.append(Run(f"{name}: ", bold=True))
        runs.append(Run(cell.text.replace("\n", " ")))
    return Paragraph(runs)
