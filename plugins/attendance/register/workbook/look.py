"""Looks at a form before anything builds it up in memory: what it may hold, cell by cell."""

import posixpath
import re
from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZipFile

from foundation.sheets.cells import Limits
from foundation.sheets.faults import UnreadableSheet, column_index
from foundation.sheets.reader import read_sheet
from foundation.sheets.xml_parts import PartReader
from plugins.attendance.register.workbook.faults import BadWorkbook, Fault

LIMITS = Limits(
    size=2 * 1024 * 1024,
    unpacked=8 * 1024 * 1024,
    part=4 * 1024 * 1024,
    strings=2 * 1024 * 1024,
    rows=2_000,
    columns=16_384,
)
MOST_CELLS = 20_000
MOST_SHEETS = 5
MOST_ELEMENTS = 150_000
"""Of all parts together: the library makes an object of each."""
MOST_MERGED = 5_000
"""Cells in merged ranges, of one sheet."""
LAST_ROW, LAST_COLUMN, LAST_CELL = 2_000, 100, "CV2000"
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|activex|ctrlprops|customui", re.I)
_EMBEDDED = re.compile(r"/embeddings/|/connections\.xml|/querytables/|/pivotcache|/webextensions/|/customdata/", re.I)
_EXTERNAL = re.compile(r"/externallinks/", re.I)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check_workbook(file: IO[bytes] | Any) -> None:
    """Raise ``BadWorkbook`` unless the form is small, and holds neither macros, links nor formulas."""
    try:
        sheet = read_sheet(file, limits=LIMITS)
    except UnreadableSheet as fault:
        raise BadWorkbook(fault.fault) from fault
    if sheet.kind != "xlsx":
        raise BadWorkbook(UnreadableSheet("not_a_sheet").fault)
    file.seek(0)
    with ZipFile(file) as archive:
        faults = [*_whole(archive), *_sheets(archive)]
    if faults:
        raise BadWorkbook(*faults)


def _whole(archive: ZipFile) -> Iterator[Fault]:
    names = archive.namelist()
    if any(_MACROS.search(name) for name in names) or _declares_macros(archive):
        yield Fault("macros")
    for name in names:
        if _EXTERNAL.search(f"/{name}"):
            yield Fault("external", params={"part": posixpath.basename(name)})
        elif _EMBEDDED.search(f"/{name}"):
            yield Fault("embedded", params={"part": posixpath.basename(name)})
    elements = 0
    for name in names:
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        part = _Part(archive, name)
        elements += part.elements
        if part.leads_out:
            yield Fault("external", params={"part": posixpath.basename(name)})
    if elements > MOST_ELEMENTS:
        yield Fault("too_many_cells", params={"limit": MOST_CELLS})


def _sheets(archive: ZipFile) -> Iterator[Fault]:
    parts = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
    if len(parts) > MOST_SHEETS:
        yield Fault("too_many_sheets", params={"limit": MOST_SHEETS})
        return
    for part in parts:
        yield from _Cells(archive, part).faults


def _declares_macros(archive: ZipFile) -> bool:
    return _Types(archive, "[Content_Types].xml").has_macros


class _Types(PartReader):
    """What kinds of parts the file says that it holds."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.has_macros = False
        _read(self, archive, path)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look for what runs."""
        self.has_macros |= "macro" in attributes.get("ContentType", "").lower()


class _Part(PartReader):
    """Any part: how many elements it has, and whether it leads out of the file. Reading it refuses entities."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.leads_out = False
        self.elements = 0
        _read(self, archive, path)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at one element."""
        self.elements += 1
        self.leads_out |= name == "Relationship" and attributes.get("TargetMode", "").lower() == "external"


class _Cells(PartReader):
    """The cells of one sheet: how many, how far out, which hold formulas, and what is merged."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.faults: list[Fault] = []
        self.cells = self.merged = 0
        self.cell = ""
        _read(self, archive, path)
        if self.cells > MOST_CELLS:
            self.faults.insert(0, Fault("too_many_cells", params={"limit": MOST_CELLS}))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at a cell, its formula, or a merged range."""
        if name == "c":
            self.cells += 1
            self.cell = attributes.get("r", "")
            if self.cell and not _is_near(self.cell):
                self._say(Fault("far_cell", self.cell, {"limit": LAST_CELL}))
        elif name == "row" and not _is_near(f"A{attributes.get('r', '1')}"):
            self._say(Fault("far_cell", attributes.get("r", ""), {"limit": LAST_CELL}))
        elif name == "f":
            self._say(Fault("formula", self.cell))
        elif name == "mergeCell":
            reference = attributes.get("ref", "")
            self.merged += _size(reference)
            if self.merged > MOST_MERGED:
                self._say(Fault("merged", reference.partition(":")[0], {"range": reference}))

    def _say(self, fault: Fault) -> None:
        if len(self.faults) < 20:
            self.faults.append(fault)


def _read(reader: PartReader, archive: ZipFile, path: str) -> None:
    try:
        reader.read(archive, path, LIMITS.part)
    except UnreadableSheet as fault:
        raise BadWorkbook(fault.fault) from fault


def _is_near(reference: str) -> bool:
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    return bool(match) and column_index(match[1]) <= LAST_COLUMN and 1 <= int(match[2]) <= LAST_ROW  # type: ignore[index]


def _size(reference: str) -> int:
    ends = [_REFERENCE.fullmatch(end) for end in reference.replace("$", "").split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return MOST_MERGED + 1
    width = column_index(ends[1][1]) - column_index(ends[0][1]) + 1
    return abs(width) * abs(int(ends[1][2]) - int(ends[0][2]) + 1)
