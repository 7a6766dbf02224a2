"""The register as a spreadsheet: text stays text, whatever it begins with."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.sheets.writer import OutColumn, write_xlsx
from plugins.attendance.register.queries.book import Book


def write(book: Book, file: IO[bytes] | Any, *, lines: Iterator[dict[str, Any]]) -> None:
    """Write ``lines`` of a register, and what all come to in the last row."""
    columns = columns_of_sheet()
    write_xlsx(
        file,
        title=_("Training register"),
        columns=[OutColumn(title, width) for _name, title, width in columns],
        rows=_rows(book, lines, [name for name, _title, _width in columns]),
    )


def columns_of_sheet() -> list[tuple[str, str, float]]:
    """Return the columns: the field of a line, the heading, and the width in characters."""
    return [
        ("number", _("No."), 6),
        ("date", pgettext("attendance", "Date"), 12),
        ("start", pgettext("register", "From"), 8),
        ("end", pgettext("register", "To"), 8),
        ("title", pgettext("attendance", "Session"), 32),
        ("class", pgettext("register", "Class"), 28),
        ("organization", _("Organization"), 22),
        ("place", pgettext("register", "Where"), 22),
        ("source", pgettext("register", "Source"), 12),
        ("hours", pgettext("register", "Hours"), 8),
        ("sessions", pgettext("register", "Sessions"), 8),
        ("expected", pgettext("register", "Asked"), 8),
        ("person_times", _("Person-times"), 10),
        ("at_point", _("At learning points"), 10),
        ("online", pgettext("register", "Online"), 8),
        ("unverified", pgettext("register", "Unverified"), 10),
        ("person_hours", _("Person-hours"), 10),
    ]


def _rows(book: Book, lines: Iterator[dict[str, Any]], names: list[str]) -> Any:
    for values in lines:
        yield [values[name] if values[name] != "" else None for name in names]
    totals = book.totals
    last = {"number": _("Total"), "hours": totals.hours, "person_hours": totals.person_hours}
    last |= {name: getattr(totals, name) for name in ("sessions", "person_times", "at_point", "online", "unverified")}
    yield [last.get(name) for name in names]
