"""What a document holds, apart from how Word writes it."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may hold; sizes in bytes."""

    size: int = 30 * 1024 * 1024
    unpacked: int = 250 * 1024 * 1024
    part: int = 48 * 1024 * 1024
    paragraphs: int = 5_000
    characters: int = 600_000
    cells: int = 10_000
    pictures: int = 200
    depth: int = 400


@dataclass(slots=True)
class Run:
    """A stretch of text with one look; ``address`` is where it links to."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


@dataclass(slots=True)
class Picture:
    """A picture: the part of the file that holds it, and what its author wrote for those who cannot see it."""

    part: str
    alt_text: str = ""


@dataclass(slots=True)
class Paragraph:
    """``level`` is a heading's (1 to 9; 0 is text), ``kind`` title or subtitle, ``depth`` that of a list's item."""

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    kind: str = ""
    depth: int = 0
    ordered: bool = False
    list_id: str = ""
    pictures: list[Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(slots=True)
class Cell:
    """A cell of a table; ``merged`` goes on from the one above, ``span`` covers so many columns."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    span: int = 1
    merged: bool = False

    @property
    def text(self) -> str:
        """The text of all paragraphs, one a line."""
        return "\n".join(filter(None, (one.text for one in self.paragraphs)))


@dataclass(slots=True)
class Table:
    """Rows of cells; ``has_header`` where the first row names the columns."""

    rows: list[list[Cell]] = field(default_factory=list)
    has_header: bool = False


@dataclass(slots=True)
class Document:
    """Everything in its order, and by name how often something was not taken over."""

    parts: list[Paragraph | Table] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)
