"""From a sheet to records: which row names the columns, and what stands below it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from foundation.sheets.cells import Cell, Limits, MergedRange, Row, Sheet
from foundation.sheets.faults import SheetFault, UnreadableSheet, column_index, column_letters

HEADER_SEARCH = 20
_HINT = re.compile(r"[(（\[【].*?[)）\]】]")
_IGNORED = re.compile(r"[\s*＊:：]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood: a ``key`` for programs, the ``title`` to show, other ``names`` it goes by."""

    key: str
    title: str | Promise
    names: tuple[str, ...] = ()
    required: bool = False

    @property
    def known_as(self) -> set[str]:
        """All its names, as ``header_key`` folds them."""
        return {header_key(name) for name in (self.key, str(self.title), *self.names)}


@dataclass(frozen=True, slots=True)
class Record:
    """One row below the header: texts by column key, unknown columns by their heading in ``extra``."""

    row: int
    values: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """What a sheet says: ``letters`` gives each key's (or extra heading's) column letter."""

    header_row: int
    letters: dict[str, str]
    extra: list[str]
    records: list[Record] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def header_key(text: str) -> str:
    """Fold a heading: width, case, all spaces, stars, colons and a hint in brackets do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _IGNORED.sub("", _HINT.sub("", folded)) or _IGNORED.sub("", folded)


def read_table(sheet: Sheet, columns: Sequence[Column], *, limits: Limits | None = None) -> Table:
    """Find the header row of ``sheet`` by ``columns`` and read what stands below.

    Faults of single cells are collected; raises ``UnreadableSheet`` where no row names the columns or a required
    column is missing. Merged cells above and in the header are no fault.
    """
    header = _find_header(sheet.rows, columns)
    table = _table_of(header, columns)
    placed = {number: name for name, number in _numbers(table).items()}
    limit = (limits or Limits()).cell
    for row in sheet.rows:
        if row.number > header.number:
            _read_row(table, row, placed, limit)
    table.faults += _merged_faults(sheet.merged, header.number, placed)
    table.faults.sort(key=lambda fault: (fault.row, len(fault.column), fault.column))
    if not table.records and not table.faults:
        raise UnreadableSheet("empty_sheet")
    return table


def _find_header(rows: Sequence[Row], columns: Sequence[Column]) -> Row:
    """Return the row in which most columns are named: at least two, or all that are required."""
    names = [(column.known_as, column.required) for column in columns]
    best, best_score = None, (0, 0)
    for row in rows[:HEADER_SEARCH]:
        keys = {header_key(cell.text) for cell in row.cells.values()}
        found = [required for known, required in names if not keys.isdisjoint(known)]
        score = (len(found), sum(found))
        if score > best_score:
            best, best_score = row, score
    required = [str(column.title) for column in columns if column.required]
    if best is None or (best_score[0] < 2 and best_score[1] < len(required)):
        raise UnreadableSheet("no_header", columns="、".join(required))
    return best


def _table_of(header: Row, columns: Sequence[Column]) -> Table:
    by_name = {name: column for column in columns for name in column.known_as}
    letters: dict[str, str] = {}
    extra = []
    for number, cell in sorted(header.cells.items()):
        heading = cell.text
        if not heading:
            continue
        column = by_name.get(header_key(heading))
        name = column.key if column else heading
        if name in letters:
            raise UnreadableSheet(
                "repeated_column", row=header.number, column=column_letters(number), column_name=heading
            )
        letters[name] = column_letters(number)
        if column is None:
            extra.append(heading)
    for column in columns:
        if column.required and column.key not in letters:
            raise UnreadableSheet("missing_column", row=header.number, column_name=str(column.title))
    return Table(header_row=header.number, letters=letters, extra=extra)


def _numbers(table: Table) -> dict[str, int]:
    return {name: column_index(letters) for name, letters in table.letters.items()}


def _read_row(table: Table, row: Row, placed: dict[int, str], limit: int) -> None:
    values: dict[str, str] = {}
    extra: dict[str, str] = {}
    filled = False
    for number, name in placed.items():
        cell = row.cells.get(number)
        if cell is None:
            continue
        filled = filled or bool(cell.fault or cell.text)
        if cell.fault:
            table.faults.append(_cell_fault(cell, row.number, column_letters(number), limit))
        elif name in table.extra:
            extra[name] = cell.text
        else:
            values[name] = cell.text
    if filled:
        table.records.append(Record(row.number, values, extra))


def _cell_fault(cell: Cell, row: int, column: str, limit: int) -> SheetFault:
    params: dict[str, object] = {}
    if cell.fault == "error_value":
        params = {"error": str(cell.value)[:20]}
    elif cell.fault == "too_long":
        params = {"limit": limit}
    return SheetFault(cell.fault, row, column, params)


def _merged_faults(merged: Iterable[MergedRange], header: int, placed: dict[int, str]) -> list[SheetFault]:
    return [
        SheetFault(
            "merged", max(block.first_row, header + 1), column_letters(block.first_column), {"range": block.name}
        )
        for block in merged
        if block.last_row > header and any(block.first_column <= number <= block.last_column for number in placed)
    ]
