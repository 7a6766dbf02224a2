"""A register written as a file, at once or by the worker: a spreadsheet, a PDF, or a form filled in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from foundation.sheets.writer import XLSX
from plugins.attendance.register import paper, sheets
from plugins.attendance.register.models import ExportKind, Workbook
from plugins.attendance.register.queries.book import LINES_IN_SHEET, LINES_ON_PAPER, Book
from plugins.attendance.register.workbook.form import filled

MOST = {ExportKind.XLSX: LINES_IN_SHEET, ExportKind.PDF: LINES_ON_PAPER, ExportKind.FORM: LINES_ON_PAPER}
"""With more lines than these it is not made at all."""
AT_ONCE = {ExportKind.XLSX: 2_000, ExportKind.PDF: 300, ExportKind.FORM: 300}
"""With up to so many lines it is made while one waits: within about a second."""
EVERY = 100
Report = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """What to write: ``school`` stands at the head of a PDF, ``form`` is the one to fill in."""

    book: Book
    kind: str
    school: str = ""
    form: Workbook | None = None

    @property
    def title(self) -> str:
        """How it is called, without the suffix of its file."""
        return f"{self.form.title} {self.book.name}" if self.form is not None else self.book.title

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{self.title}.{'pdf' if self.kind == ExportKind.PDF else 'xlsx'}"

    @property
    def content_type(self) -> str:
        """The media type of the file."""
        return "application/pdf" if self.kind == ExportKind.PDF else XLSX


def write(wanted: Wanted, file: IO[bytes] | Any, *, report: Report | None = None) -> None:
    """Write it to ``file``; ``report`` is told how many of a hundred parts are done.

    Raises ``BadWorkbook`` for a form that cannot be filled in, and ``FileNotFoundError`` where its file is gone.
    """
    book, told = wanted.book, _Told(wanted, report)
    if wanted.kind == ExportKind.XLSX:
        sheets.write(book, file, lines=told.lines(book.written()))
    elif wanted.form is None:
        file.write(paper.pdf(book, school=wanted.school, lines=told.lines(book.written())))
    else:
        with wanted.form.file.open("rb") as empty:
            file.write(filled(empty, sessions=list(told.lines(book.written())), whole=book.whole()))


class _Told:
    """Tells how far the lines are; what follows them, such as typesetting, is the last tenth or the last half."""

    def __init__(self, wanted: Wanted, report: Report | None) -> None:
        self.report = report
        self.total = max(wanted.book.rows.count(), 1) if report else 1
        self.share = 90 if wanted.kind == ExportKind.XLSX else 50

    def lines(self, written: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(written, start=1):
            if self.report is not None and number % EVERY == 0:
                self.report(min(number * self.share // self.total, self.share))
            yield line
