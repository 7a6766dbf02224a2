"""Reads the first visible sheet of an .xlsx, streaming, and stops as soon as it holds too much."""

import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any
from zipfile import ZipFile

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from foundation.files.archives import BAD_ARCHIVE
from foundation.sheets.cells import Cell, Limits, MergedRange, Row, Sheet, Value
from foundation.sheets.faults import UnreadableSheet, column_index
from foundation.sheets.xlsx_parts import Relations, SharedStrings, StylesPart, WorkbookPart, unescape
from foundation.sheets.xml_parts import MB, PartReader

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_WORKBOOK_TYPE = "officeDocument"
_DIRECTORY_SIZE = 5
LARGEST_DIRECTORY = 1024 * 1024
MOST_PARTS = 5_000


@dataclass(slots=True)
class RawCell:
    """A cell as the XML has it, before shared strings are looked up."""

    kind: str = "n"
    style: str = ""
    text: str = ""
    formula: bool = False
    too_long: bool = False


class SheetPart(PartReader):
    """A ``sheetN.xml``: raw rows that hold something, and the merged ranges."""

    def __init__(self, archive: ZipFile, path: str, limits: Limits) -> None:
        self.limits = limits
        self.rows: list[tuple[int, dict[int, RawCell]]] = []
        self.merged: list[MergedRange] = []
        self.number = self.column = 0
        self.cells: dict[int, RawCell] = {}
        self.cell: RawCell | None = None
        self.taking = self.in_phonetic = False
        self.read(archive, path, limits.part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell, or one of a cell's parts."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdecimal() and len(number) <= 7 else self.number + 1
            self.column, self.cells = 0, {}
        elif self.cell is not None:
            if name == "f":
                self.cell.formula = True
            elif name == "rPh":
                self.in_phonetic = True
            self.taking = name == "v" or (name == "t" and not self.in_phonetic)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Keep what was filled."""
        if name in ("v", "t"):
            self.taking = False
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "c":
            if self.cell is not None and (self.cell.text or self.cell.formula or self.cell.too_long):
                if self.column > self.limits.columns:
                    raise UnreadableSheet("too_many_columns", limit=self.limits.columns)
                self.cells[self.column] = self.cell
            self.cell = None
        elif name == "row" and self.cells:
            if len(self.rows) >= self.limits.rows:
                raise UnreadableSheet("too_many_rows", limit=self.limits.rows)
            self.rows.append((self.number, self.cells))

    def text(self, data: str) -> None:
        """Take a value's text, but no more than a cell may hold."""
        if self.taking and self.cell is not None:
            if len(self.cell.text) + len(data) > self.limits.cell:
                self.cell.too_long = True
            else:
                self.cell.text += data

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index(match[1]) if match else self.column + 1
        self.cell = RawCell(kind=attributes.get("t", "n"), style=attributes.get("s", ""))

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1] and len(self.merged) < self.limits.rows:
            first, last = ends[0], ends[1]
            self.merged.append(
                MergedRange(column_index(first[1]), int(first[2]), column_index(last[1]), int(last[2]), reference)
            )


def read_xlsx(file: IO[bytes], limits: Limits) -> Sheet:
    """Read the first visible sheet of ``file``; raises ``UnreadableSheet``."""
    try:
        _check_directory_size(file)
        archive = ZipFile(file)
    except BAD_ARCHIVE as error:
        raise UnreadableSheet("broken") from error
    with archive:
        _check_directory(archive, limits)
        return _read_archive(archive, limits)


def _check_directory_size(file: IO[bytes]) -> None:
    """Refuse an archive whose directory alone would fill the memory."""
    record = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if record is None or record[_DIRECTORY_SIZE] > LARGEST_DIRECTORY:
        raise UnreadableSheet("broken")
    file.seek(0)


def _check_directory(archive: ZipFile, limits: Limits) -> None:
    """Judge by the archive's directory alone. What it promises is kept: no part unpacks to more than it says."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UnreadableSheet("broken")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise UnreadableSheet("unpacks_too_large", limit=limits.unpacked // MB)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSheet("encrypted")
    names = {part.filename for part in parts}
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableSheet("open_document")
    if "_rels/.rels" not in names:
        raise UnreadableSheet("not_a_sheet")


def _read_archive(archive: ZipFile, limits: Limits) -> Sheet:
    path = Relations(archive, "").by_kind.get(_WORKBOOK_TYPE, "")
    if not path or path not in archive.namelist():
        raise UnreadableSheet("not_a_sheet")
    workbook = WorkbookPart(archive, path)
    if not workbook.sheets:
        raise UnreadableSheet("not_a_sheet")
    relations = Relations(archive, path)
    name, relation = workbook.sheets[0]
    part = SheetPart(archive, relations.targets.get(relation, ""), limits)
    values = _Values(archive, relations, part, limits, workbook.from_1904)
    rows = [Row(number, {column: values.cell(raw) for column, raw in cells.items()}) for number, cells in part.rows]
    return Sheet("xlsx", name=name, rows=rows, merged=part.merged)


class _Values:
    """Turns raw cells into values."""

    def __init__(
        self, archive: ZipFile, relations: Relations, part: SheetPart, limits: Limits, from_1904: bool
    ) -> None:
        styles = relations.by_kind.get("styles", "")
        self.dates = StylesPart(archive, styles).dates if styles in archive.namelist() else set()
        self.epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        wanted = {
            int(raw.text) for _, cells in part.rows for raw in cells.values() if raw.kind == "s" and _is_index(raw.text)
        }
        self.strings: dict[int, str] = {}
        self.long: set[int] = set()
        if wanted:
            strings = relations.by_kind.get("sharedStrings", "")
            shared = SharedStrings(archive, strings, wanted=wanted, longest=limits.cell, limit=limits.strings)
            self.strings, self.long = shared.found, shared.long

    def cell(self, raw: RawCell) -> Cell:
        """Return the cell with its value; a formula's remembered result is not trusted."""
        if raw.formula:
            return Cell(fault="formula")
        if raw.kind == "e":
            return Cell(raw.text, fault="error_value")
        if raw.too_long or (raw.kind == "s" and _is_index(raw.text) and int(raw.text) in self.long):
            return Cell(fault="too_long")
        return Cell(self._value(raw))

    def _value(self, raw: RawCell) -> Value:
        if raw.kind == "s":
            return self.strings.get(int(raw.text), "") if _is_index(raw.text) else ""
        if raw.kind == "b":
            return raw.text == "1"
        if raw.kind == "n":
            return self._number(raw)
        if raw.kind == "d":
            return _or_text(from_ISO8601, raw.text)
        return unescape(raw.text)

    def _number(self, raw: RawCell) -> Value:
        try:
            number = float(raw.text)
        except ValueError:
            return raw.text
        if raw.style in self.dates:
            return _or_text(lambda value: _without_duration(from_excel(value, self.epoch)), number, raw.text)
        if raw.text.lstrip("-").isdecimal() and len(raw.text) < 19:
            return int(raw.text)
        return number


def _is_index(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _without_duration(value: Any) -> Any:
    return str(value) if isinstance(value, timedelta) else value


def _or_text(convert: Any, value: Any, text: str | None = None) -> Any:
    try:
        return convert(value)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return value if text is None else text
