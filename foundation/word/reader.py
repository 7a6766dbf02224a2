"""The one way in: reads a .docx as a stream, and stops as soon as it holds too much."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZipFile

from foundation.word.content import Cell, Document, Limits, Paragraph, Picture, Run, Table
from foundation.word.faults import UnreadableDocument
from foundation.word.package import opened
from foundation.word.parts import BODY, DocumentPart, Numbering, Relations, Styles, is_on

_LINK = re.compile(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"')
_LOST_ONCE = {
    "w|footnoteReference": "notes",
    "w|endnoteReference": "notes",
    "w|commentReference": "comments",
    "c|chart": "charts",
    "dgm|relIds": "charts",
    "w|object": "objects",
    "w|altChunk": "objects",
    "w|sym": "symbols",
    "w|del": "deletions",
    "w|moveFrom": "deletions",
    "w|ins": "insertions",
}
_SKIPPED = frozenset({"mc|Fallback", "w|del", "w|moveFrom", "w|object", "w|sectPr", "w|pPrChange", "w|rPrChange"})
_LETTERS = {"w|tab": " ", "w|cr": "\n", "w|noBreakHyphen": "-", "w|softHyphen": ""}
Progress = Callable[[int], None]


def read_docx(file: IO[bytes] | Any, *, limits: Limits | None = None, progress: Progress | None = None) -> Document:
    """Read an uploaded .docx; ``progress`` is told the percent that was read.

    ``file`` is open for reading and can be rewound. Raises ``UnreadableDocument``, whatever the bytes are.
    """
    limits = limits or Limits()
    with opened(file, limits) as (archive, path):
        return _Body(archive, path, limits, progress).document


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read, with what its runs look like at the moment."""

    paragraph: Paragraph = field(default_factory=Paragraph)
    style: str = ""
    number: str | None = None
    ordinal: int | None = None
    outline: int | None = None
    in_properties: bool = False


@dataclass(slots=True)
class _Field:
    """A complex field: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False


class _Body(DocumentPart):
    """``document.xml``."""

    def __init__(self, archive: ZipFile, path: str, limits: Limits, progress: Progress | None) -> None:
        relations = Relations(archive, path)
        self.relations, self.limits, self.progress = relations, limits, progress
        self.styles = Styles(archive, relations.by_kind.get("styles", ""))
        self.numbering = Numbering(archive, relations.by_kind.get("numbering", ""))
        self.document = Document()
        self.sinks: list[list[Any]] = [self.document.parts]
        self.open: list[_Open] = []
        self.boxes: list[list[Paragraph]] = []
        self.tables: list[Table] = []
        self.fields: list[_Field] = []
        self.link = ""
        self.run = Run("")
        self.run_style = self.alt_text = ""
        self.is_marked = self.in_run_properties = self.in_text = self.in_instruction = False
        self.depth = self.skipping = self.paragraphs = self.characters = self.cells = self.pictures = 0
        self.size = max(archive.getinfo(path).file_size, 1)
        self.read(archive, path, limits.part)
        if any(kind in relations.by_kind for kind in ("header", "footer")):
            self.document.losses["headers"] = 1

    # Elements, by what they are about.

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, unless it stands in something that is left out."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise UnreadableDocument("too_deep")
        if self.skipping:
            return
        if (lost := _LOST_ONCE.get(name)) and not (self.open and self.open[-1].in_properties):
            self.document.losses[lost] += 1
        if name in _SKIPPED:
            self.skipping = self.depth
            return
        handler = _STARTS.get(name)
        if handler is not None:
            handler(self, attributes)
        elif name in _LETTERS and self.open and not self.open[-1].in_properties:
            self._add(_LETTERS[name])

    def end(self, name: str) -> None:
        """End an element."""
        if self.skipping:
            if self.depth == self.skipping:
                self.skipping = 0
        elif (handler := _ENDS.get(name)) is not None:
            handler(self)
        self.depth -= 1

    def text(self, data: str) -> None:
        """Take the text of a run, or the instruction of a field."""
        if self.in_text:
            self._add(data)
        elif self.in_instruction and self.fields:
            self.fields[-1].instruction = (self.fields[-1].instruction + data)[:2_000]

    # Paragraphs.

    def _start_paragraph(self, attributes: dict[str, str]) -> None:
        self.paragraphs += 1
        if self.paragraphs > self.limits.paragraphs:
            raise UnreadableDocument("too_many_paragraphs", limit=self.limits.paragraphs)
        if self.progress and self.paragraphs % 200 == 0:
            self.progress(min(99, self.parser.CurrentByteIndex * 100 // self.size))
        self.open.append(_Open())

    def _start_properties(self, attributes: dict[str, str]) -> None:
        if self.open:
            self.open[-1].in_properties = True

    def _end_properties(self) -> None:
        if self.open:
            self.open[-1].in_properties = False

    def _take_property(self, what: str, attributes: dict[str, str]) -> None:
        if not self.open or not self.open[-1].in_properties:
            return
        value = attributes.get("val", "")
        one = self.open[-1]
        if what == "style":
            one.style = value
        elif what == "number":
            one.number = value
        elif value.isdecimal() and what == "ordinal":
            one.ordinal = int(value[:2])
        elif value.isdecimal():
            one.outline = int(value[:2])

    def _end_paragraph(self) -> None:
        one = self.open.pop()
        paragraph = one.paragraph
        paragraph.kind = self.styles.kind(one.style)
        if one.outline is not None:
            paragraph.level = one.outline + 1 if one.outline < BODY else 0
        else:
            paragraph.level = self.styles.level(one.style)
        self._place_in_list(one)
        if paragraph.kind == "contents":
            self.document.losses["contents"] += bool(paragraph.text)
        elif paragraph.text or paragraph.pictures:
            self.sinks[-1].append(paragraph)
        if not self.open and self.boxes:
            for box in self.boxes:
                self.sinks[-1].extend(box)
            self.boxes.clear()

    def _place_in_list(self, one: _Open) -> None:
        number = one.number if one.number is not None else self.styles.first(one.style, "numbering")
        if not number or number == "0":
            return
        ordinal = one.ordinal if one.ordinal is not None else self.styles.first(one.style, "ordinal") or 0
        kind = self.numbering.format(number, ordinal)
        if one.paragraph.level or one.paragraph.kind:
            self.document.losses["numbered_headings"] += kind not in ("bullet", "none") and bool(one.paragraph.text)
        elif kind != "none":
            one.paragraph.depth, one.paragraph.list_id = min(ordinal, 8) + 1, number
            one.paragraph.ordered = kind != "bullet"

    # Runs.

    def _start_run(self, attributes: dict[str, str]) -> None:
        self.run, self.run_style, self.is_marked = Run("", address=self._address()), "", False

    def _start_run_properties(self, attributes: dict[str, str]) -> None:
        self.in_run_properties = bool(self.open) and not self.open[-1].in_properties

    def _end_run_properties(self) -> None:
        self.in_run_properties = False

    def _take_look(self, what: str, attributes: dict[str, str]) -> None:
        if not self.in_run_properties:
            return
        if what == "style":
            style = attributes.get("val", "")
            self.run.bold = bool(self.styles.first(style, "bold"))
            self.run.italic = bool(self.styles.first(style, "italic"))
        elif what == "bold":
            self.run.bold = is_on(attributes)
        elif what == "italic":
            self.run.italic = is_on(attributes)
        elif attributes.get("val") not in ("baseline", "none", "0", "false") and not self.run.address:
            self.is_marked = True

    def _add(self, text: str) -> None:
        if not self.open:
            return
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise UnreadableDocument("too_long", limit=self.limits.characters)
        if self.is_marked and text.strip():
            self.document.losses["marks"] += 1
            self.is_marked = False
        look, runs = self.run, self.open[-1].paragraph.runs
        last = runs[-1] if runs else None
        if last and (last.bold, last.italic, last.address) == (look.bold, look.italic, look.address):
            last.text += text
        else:
            runs.append(Run(text, look.bold, look.italic, look.address))

    def _start_text(self, attributes: dict[str, str]) -> None:
        self.in_text = not self.fields or all(one.in_result for one in self.fields)

    def _end_text(self) -> None:
        self.in_text = False

    def _break_line(self, attributes: dict[str, str]) -> None:
        if attributes.get("type") in (None, "textWrapping"):
            self._add("\n")

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self.document.losses["formulas"] += 1
        self.run, self.is_marked = Run("", address=self._address()), False

    # Links and fields.

    def _start_link(self, attributes: dict[str, str]) -> None:
        self.link = self.relations.addresses.get(attributes.get("r:id", ""), "")

    def _end_link(self) -> None:
        self.link = ""
        self.run = Run("")

    def _address(self) -> str:
        if self.link:
            return self.link
        for one in self.fields:
            match = _LINK.match(one.instruction)
            if match and one.in_result and not match[1]:
                return match[2]
        return ""

    def _mark_field(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("fldCharType")
        if kind == "begin" and len(self.fields) < 50:
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _start_instruction(self, attributes: dict[str, str]) -> None:
        self.in_instruction = True

    def _end_instruction(self) -> None:
        self.in_instruction = False

    # Pictures and boxes.

    def _take_alt_text(self, attributes: dict[str, str]) -> None:
        self.alt_text = attributes.get("descr", "").strip()[:250]

    def _take_picture(self, attributes: dict[str, str]) -> None:
        part = self.relations.targets.get(attributes.get("r:embed", "") or attributes.get("r:id", ""), "")
        if not self.open or not part:
            self.document.losses["linked_pictures"] += bool(self.open)
            return
        self.pictures += 1
        if self.pictures > self.limits.pictures:
            raise UnreadableDocument("too_many_pictures", limit=self.limits.pictures)
        self.open[-1].paragraph.pictures.append(Picture(posixpath.normpath(part), self.alt_text))
        self.alt_text = ""

    def _start_box(self, attributes: dict[str, str]) -> None:
        self.document.losses["boxes"] += 1
        self.sinks.append([])

    def _end_box(self) -> None:
        box = self.sinks.pop()
        if self.open:
            self.boxes.append(_texts(box))

    # Tables.

    def _start_table(self, attributes: dict[str, str]) -> None:
        self.tables.append(Table())

    def _end_table(self) -> None:
        table = self.tables.pop()
        if len(self.sinks) == 1 and not self.tables:
            self.sinks[-1].append(table)
            return
        self.document.losses["nested_tables"] += 1
        rows = [" | ".join(cell.text.replace("\n", " ") for cell in row) for row in table.rows]
        self.sinks[-1].extend(Paragraph([Run(row)]) for row in rows if row.strip(" |"))

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self.tables:
            self.tables[-1].rows.append([])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self.tables or not self.tables[-1].rows:
            raise UnreadableDocument("broken", part="document.xml")
        self.cells += 1
        if self.cells > self.limits.cells:
            raise UnreadableDocument("too_many_cells", limit=self.limits.cells)
        cell = Cell()
        self.tables[-1].rows[-1].append(cell)
        self.sinks.append(cell.paragraphs)

    def _end_cell(self) -> None:
        self.sinks.pop()

    def _take_cell(self, what: str, attributes: dict[str, str]) -> None:
        if not self.tables or not self.tables[-1].rows or not self.tables[-1].rows[-1]:
            return
        cell, value = self.tables[-1].rows[-1][-1], attributes.get("val", "")
        if what == "span" and value.isdecimal():
            cell.span = max(1, min(int(value[:3]), 60))
        elif what == "merge":
            cell.merged = value != "restart"

    def _take_header(self, attributes: dict[str, str]) -> None:
        if self.tables and len(self.tables[-1].rows) == 1 and is_on(attributes):
            self.tables[-1].has_header = True

    def _take_table_look(self, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "0")
        bits = int(value, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", value) else 0
        if self.tables and (attributes.get("firstRow") == "1" or bits & 0x20):
            self.tables[-1].has_header = True


def _texts(parts: list[Any]) -> list[Paragraph]:
    return [one for one in parts if isinstance(one, Paragraph)]


_STARTS: dict[str, Callable[[_Body, dict[str, str]], None]] = {
    "w|p": _Body._start_paragraph,
    "w|pPr": _Body._start_properties,
    "w|pStyle": lambda body, found: body._take_property("style", found),
    "w|numId": lambda body, found: body._take_property("number", found),
    "w|ilvl": lambda body, found: body._take_property("ordinal", found),
    "w|outlineLvl": lambda body, found: body._take_property("outline", found),
    "w|r": _Body._start_run,
    "w|rPr": _Body._start_run_properties,
    "w|rStyle": lambda body, found: body._take_look("style", found),
    "w|b": lambda body, found: body._take_look("bold", found),
    "w|i": lambda body, found: body._take_look("italic", found),
    **dict.fromkeys(
        ("w|u", "w|strike", "w|dstrike", "w|vertAlign"), lambda body, found: body._take_look("mark", found)
    ),
    "w|t": _Body._start_text,
    "w|br": _Body._break_line,
    "m|oMath": _Body._start_formula,
    "m|t": _Body._start_text,
    "w|hyperlink": _Body._start_link,
    "w|fldChar": _Body._mark_field,
    "w|instrText": _Body._start_instruction,
    "wp|docPr": _Body._take_alt_text,
    "a|blip": _Body._take_picture,
    "v|imagedata": _Body._take_picture,
    "w|txbxContent": _Body._start_box,
    "w|tbl": _Body._start_table,
    "w|tr": _Body._start_row,
    "w|tc": _Body._start_cell,
    "w|gridSpan": lambda body, found: body._take_cell("span", found),
    "w|vMerge": lambda body, found: body._take_cell("merge", found),
    "w|tblHeader": _Body._take_header,
    "w|tblLook": _Body._take_table_look,
}
_ENDS: dict[str, Callable[[_Body], None]] = {
    "w|p": _Body._end_paragraph,
    "w|pPr": _Body._end_properties,
    "w|rPr": _Body._end_run_properties,
    "w|t": _Body._end_text,
    "m|t": _Body._end_text,
    "w|hyperlink": _Body._end_link,
    "w|instrText": _Body._end_instruction,
    "w|txbxContent": _Body._end_box,
    "w|tbl": _Body._end_table,
    "w|tc": _Body._end_cell,
}
