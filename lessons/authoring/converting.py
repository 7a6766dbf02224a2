"""A document as the blocks of a lesson, with every loss by name."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from foundation.word.content import Document, Paragraph, Picture, Table
from lessons.authoring.rich_text import rich_text
from lessons.authoring.tables import as_paragraphs, table_block

LONGEST_HEADING = 150
LONGEST_TEXT = 3_000
"""Characters of one block of text: longer ones are laborious to edit."""
DEEPEST_HEADING = 3


@dataclass
class Converted:
    """A lesson to be: blocks as a stream keeps them, a picture named by its part; ``losses`` as ``[code, detail]``."""

    title: str = ""
    intro: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    losses: list[tuple[str, Any]] = field(default_factory=list)


def convert(document: Document) -> Converted:
    """Make blocks of a document's parts."""
    return _Converter(document).converted


class _Converter:
    def __init__(self, document: Document) -> None:
        self.converted = Converted()
        self.counts: dict[str, int] = dict(document.losses)
        self.refused: list[str] = []
        self.waiting: list[Paragraph] = []
        self.length = 0
        parts = self._take_title(list(document.parts))
        self.shift = _shift(parts)
        for part in parts:
            self._take(part)
        self._flush()
        if not any(block["type"] == "heading" for block in self.converted.blocks):
            self.counts["no_headings"] = 1
        self.converted.losses = [(code, count) for code, count in self.counts.items() if count]
        self.converted.losses += [("address", address[:200]) for address in dict.fromkeys(self.refused)]

    def _take_title(self, parts: list[Any]) -> list[Any]:
        """Take title and subtitle; without them the only heading of the first level, if it stands first."""
        texts = [part for part in parts if isinstance(part, Paragraph)]
        title = next((part for part in texts if part.kind == "title" and part.text), None)
        highest = [part for part in texts if part.level == 1 and part.text]
        if title is None and len(highest) == 1 and parts and parts[0] is highest[0]:
            title = highest[0]
        intro = next((part for part in texts if part.kind == "subtitle" and part.text), None)
        if title is not None and not title.pictures:
            self.converted.title = " ".join(title.text.split())[:255]
            parts = [part for part in parts if part is not title]
        if intro is not None and not intro.pictures:
            self.converted.intro = " ".join(intro.text.split())
            parts = [part for part in parts if part is not intro]
        return parts

    def _take(self, part: Paragraph | Table) -> None:
        if isinstance(part, Table):
            self._take_table(part)
            return
        part.level = max(part.level - self.shift, 1) if part.level else 0
        if part.level == 1 and part.text and len(part.text) <= LONGEST_HEADING:
            self._flush()
            self._add("heading", " ".join(part.text.split()))
        elif part.text:
            self._count("deep_headings", part.level > DEEPEST_HEADING)
            if part.level and len(part.text) > LONGEST_HEADING:
                self._count("long_headings", True)
                part.level = 0
            self._wait(part)
        for picture in part.pictures:
            self._take_picture(picture)

    def _wait(self, part: Paragraph) -> None:
        if part.level or (self.length > LONGEST_TEXT and not part.depth):
            is_smaller_heading = part.level and self.length < LONGEST_TEXT // 2
            if not is_smaller_heading:
                self._flush()
        self.waiting.append(part)
        self.length += len(part.text)

    def _take_picture(self, picture: Picture) -> None:
        self._flush()
        self.converted.pictures.setdefault(picture.part, picture.alt_text)
        if picture.alt_text and not self.converted.pictures[picture.part]:
            self.converted.pictures[picture.part] = picture.alt_text
        self._add("image", {"image": picture.part, "caption": ""})

    def _take_table(self, table: Table) -> None:
        if not any(cell.text for row in table.rows for cell in row):
            return self._take_pictures_of(table)
        self._flush()
        self._count("merged_cells", sum(cell.merged or cell.span > 1 for row in table.rows for cell in row))
        block = table_block(table)
        if block is not None:
            self._add("table", block)
        else:
            self._count("tables", True)
            for one in as_paragraphs(table):
                self._wait(one)
        return self._take_pictures_of(table)

    def _take_pictures_of(self, table: Table) -> None:
        for picture in _pictures(table):
            self._count("pictures_in_tables", True)
            self._take_picture(picture)

    def _flush(self) -> None:
        if self.waiting:
            self._add("text", rich_text(self.waiting, self.refused))
            self.waiting, self.length = [], 0

    def _add(self, kind: str, value: Any) -> None:
        self.converted.blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})

    def _count(self, code: str, times: int) -> None:
        self.counts[code] = self.counts.get(code, 0) + int(times)


def _shift(parts: list[Any]) -> int:
    """Return how much too deep the document's highest heading stands."""
    levels = [part.level for part in parts if isinstance(part, Paragraph) and part.level]
    return min(levels, default=1) - 1


def _pictures(table: Table) -> Iterator[Picture]:
    for row in table.rows:
        for cell in row:
            for paragraph in cell.paragraphs:
                yield from paragraph.pictures
