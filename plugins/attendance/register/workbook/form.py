"""A form that was looked at: where its placeholders stand, and filling them in."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, time
from io import BytesIO
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from foundation.sheets.faults import UnreadableSheet
from foundation.sheets.writer import plain_value
from plugins.attendance.register.workbook.faults import BadWorkbook, Fault
from plugins.attendance.register.workbook.fields import PLACEHOLDER, SESSION_FIELDS, field_named
from plugins.attendance.register.workbook.look import check_workbook
from plugins.attendance.register.workbook.rows import repeat_row

Values = Mapping[str, Any]


@dataclass
class Form:
    """A form in memory: its book, the sheet and number of the row that repeats, and the first cell that says so."""

    book: Book
    sheet: Worksheet | None = None
    row: int = 0
    first: str = ""
    faults: list[Fault] = field(default_factory=list)


def open_form(file: IO[bytes] | Any) -> Form:
    """Look at a form and open it. Raises ``BadWorkbook`` with everything that is wrong, by cell."""
    check_workbook(file)
    file.seek(0)
    try:
        book = load_workbook(file, keep_links=False)
    except Exception as error:  # whatever the library makes of a file that is not quite one
        raise BadWorkbook(UnreadableSheet("broken").fault) from error
    form = Form(book)
    for sheet in book.worksheets:
        for cell in _filled(sheet):
            _look(form, sheet, cell)
    if form.sheet is None:
        form.faults.append(Fault("no_row"))
    else:
        crossing = [one for one in form.sheet.merged_cells.ranges if one.min_row <= form.row <= one.max_row]
        form.faults += [
            Fault("merged", one.coord.partition(":")[0], {"range": one.coord})
            for one in crossing
            if one.min_row != one.max_row
        ]
    if form.faults:
        raise BadWorkbook(*form.faults)
    return form


def filled(file: IO[bytes] | Any, *, sessions: Sequence[Values], whole: Values) -> bytes:
    """Return the form as .xlsx, its row repeated for each of ``sessions``. Raises ``BadWorkbook``.

    What people typed stays text, whatever it begins with.
    """
    form, lines = open_form(file), list(sessions) or [dict.fromkeys(SESSION_FIELDS, "")]
    if form.sheet is not None:
        repeat_row(form.sheet, form.row, len(lines))
    # First the rest: what stands in a session's title is nobody's placeholder.
    for sheet in form.book.worksheets:
        for cell in _filled(sheet):
            if sheet is not form.sheet or not form.row <= cell.row < form.row + len(lines):
                _fill(cell, {}, whole)
    for cell in _filled(form.sheet) if form.sheet is not None else []:
        if form.row <= cell.row < form.row + len(lines):
            _fill(cell, lines[cell.row - form.row], whole)
    out = BytesIO()
    form.book.save(out)
    return out.getvalue()


def _filled(sheet: Worksheet) -> list[Cell]:
    """Return the cells with placeholders, row by row; a sheet may be wide and nearly empty."""
    cells = (cell for _place, cell in sorted(sheet._cells.items()) if not isinstance(cell, MergedCell))
    return [cell for cell in cells if isinstance(cell.value, str) and "{{" in cell.value]


def _look(form: Form, sheet: Worksheet, cell: Cell) -> None:
    where = cell.coordinate if len(form.book.worksheets) == 1 else f"{sheet.title}!{cell.coordinate}"
    text = str(cell.value)
    if "{{" in PLACEHOLDER.sub("", text):
        form.faults.append(Fault("open_braces", where))
    for written in PLACEHOLDER.findall(text):
        name = field_named(written)
        if name is None:
            form.faults.append(Fault("unknown", where, {"name": written}))
        elif name in SESSION_FIELDS and form.sheet is None:
            form.sheet, form.row, form.first = sheet, cell.row, where
        elif name in SESSION_FIELDS and (form.sheet, form.row) != (sheet, cell.row):
            form.faults.append(Fault("second_row", where, {"cell": form.first}))


def _fill(cell: Cell, session: Values, whole: Values) -> None:
    text = str(cell.value)
    known = {**whole, **session}
    names = [field_named(written) for written in PLACEHOLDER.findall(text)]
    if not names or any(name not in known for name in names):
        return
    if len(names) == 1 and PLACEHOLDER.fullmatch(text.strip()):
        _put(cell, known[str(names[0])])
    else:
        _put(cell, PLACEHOLDER.sub(lambda match: _text(known[str(field_named(match[1]))]), text))


def _put(cell: Any, value: Any) -> None:
    style = copy(cell._style)
    plain = plain_value(value)
    cell.value = plain if plain != "" else None
    if isinstance(plain, str) and plain:
        cell.data_type = "s"  # the library takes what begins with "=" for a formula
    if isinstance(plain, date | time):
        kept = cell.number_format  # the library's own for dates, where the form says nothing of how they look
        cell._style = style
        cell.number_format = cell.number_format if cell.number_format != "General" else kept
    else:
        cell._style = style


def _text(value: Any) -> str:
    plain = plain_value(value)
    if isinstance(plain, time):
        return plain.strftime("%H:%M")
    return "" if plain is None else str(plain)
