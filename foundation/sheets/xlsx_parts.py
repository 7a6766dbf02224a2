"""The small parts of an .xlsx: which sheet is first, which styles are dates, the shared strings that are wanted."""

import posixpath
import re
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from foundation.sheets.xml_parts import Enough, PartReader

SMALL = 8 * 1024 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Turn ``_x000D_`` back into the character that Excel wrote so."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class Relations(PartReader):
    """A ``.rels`` part: ``targets`` by identifier, ``by_kind`` by the end of the relation's type."""

    def __init__(self, archive: ZipFile, base: str) -> None:
        self.base = base
        self.targets: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        folder, name = posixpath.split(base)
        self.read(archive, posixpath.join(folder, "_rels", f"{name}.rels"), SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one relation."""
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(self.base), target)
            path = posixpath.normpath(path)
            self.targets[attributes.get("Id", "")] = path
            self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2], path)


class WorkbookPart(PartReader):
    """``workbook.xml``: the visible sheets as (name, relation) and whether dates count from 1904."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False
        self.read(archive, path, SMALL)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a sheet or the date system."""
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class StylesPart(PartReader):
    """``styles.xml``: ``dates`` holds the numbers of the cell styles that show a date or a time."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self.formats: dict[str, str] = {}
        self.cells: list[str] = []
        self.in_cells = False
        self.read(archive, path, SMALL)
        self.dates = {str(place) for place, number in enumerate(self.cells) if self._is_date(number)}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a number format or a cell style."""
        if name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.in_cells = True
        elif name == "xf" and self.in_cells:
            self.cells.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        """Leave the list of cell styles."""
        if name == "cellXfs":
            self.in_cells = False

    def _is_date(self, number: str) -> bool:
        # 27 to 36 and 50 to 58 are dates in Chinese, Japanese and Korean Excel; their codes are not written down.
        if number.isdecimal() and (27 <= int(number) <= 36 or 50 <= int(number) <= 58):
            return True
        builtin = BUILTIN_FORMATS.get(int(number)) if number.isdecimal() and len(number) < 6 else None
        return bool(is_date_format(self.formats.get(number) or builtin))


class SharedStrings(PartReader):
    """``sharedStrings.xml``: ``found`` holds only the strings that are ``wanted``; ``long`` those over the limit."""

    def __init__(self, archive: ZipFile, path: str, *, wanted: set[int], longest: int, limit: int) -> None:
        self.wanted, self.longest = wanted, longest
        self.found: dict[int, str] = {}
        self.long: set[int] = set()
        self.index = -1
        self.pieces: list[str] = []
        self.length = 0
        self.in_text = self.in_phonetic = False
        self.read(archive, path, limit)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a string or a run of one."""
        if name == "si":
            self.index += 1
            self.pieces, self.length = [], 0
        elif name == "t":
            self.in_text = not self.in_phonetic and self.index in self.wanted
        elif name == "rPh":
            self.in_phonetic = True

    def end(self, name: str) -> None:
        """Keep a string that is wanted."""
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "si" and self.index in self.wanted:
            if self.length > self.longest:
                self.long.add(self.index)
            self.found[self.index] = unescape("".join(self.pieces))
            if len(self.found) == len(self.wanted):
                raise Enough

    def text(self, data: str) -> None:
        """Take text, but no more than a cell may hold."""
        if self.in_text:
            self.length += len(data)
            if self.length <= self.longest:
                self.pieces.append(data)
