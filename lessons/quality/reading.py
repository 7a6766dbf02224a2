"""What there is in a lesson's body, whatever blocks it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from wagtail.blocks import StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

PARAGRAPHS = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote"})


@dataclass
class Piece:
    """One element of a rich text: ``tag`` is p, li, h3 and so on."""

    tag: str
    text: str = ""


@dataclass
class Link:
    """A link: its words, and ``kind`` (page, document, card or "") with a key or an address."""

    kind: str
    target: str
    text: str = ""


@dataclass
class RichPieces(HTMLParser):
    """A rich text taken apart."""

    html: str
    pieces: list[Piece] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read it."""
        super().__init__()
        self._link: Link | None = None
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph or a link."""
        values = dict(attrs)
        if tag in PARAGRAPHS:
            self.pieces.append(Piece(tag))
        elif tag == "a":
            kind = values.get("linktype") or ""
            self._link = Link(kind, (values.get("id") if kind else values.get("href")) or "")
            self.links.append(self._link)

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.pieces:
            self.pieces[-1].text += data
        if self._link:
            self._link.text += data


def values_in(value: Any) -> Iterator[Any]:
    """Give every plain value inside a block's value: texts, rich texts, files, pages."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from values_in(child.value)
    elif isinstance(value, ListValue):
        for one in value:
            yield from values_in(one)
    elif isinstance(value, StructValue):
        for one in value.values():
            yield from values_in(one)
    elif isinstance(value, TypedTable):
        for row in value.row_data:
            for one in row["values"]:
                yield from values_in(one)
    else:
        yield value


def is_empty(value: Any) -> bool:
    """Say whether nothing at all stands in a block."""
    return not any(_says(one) for one in values_in(value))


def _says(value: Any) -> bool:
    if isinstance(value, RichText):
        return bool(RichPieces(value.source).links) or any(p.text.strip() for p in RichPieces(value.source).pieces)
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False
