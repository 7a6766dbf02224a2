"""Writes .xlsx and .csv that stay data: no cell becomes a formula, whatever a person typed."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from foundation.sheets.faults import column_letters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
IN_MEMORY = 1024 * 1024
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,10})?")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_TITLE = re.compile(r"[\\*?:/\[\]]")


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write: its heading and its width in characters of Latin text."""

    title: str
    width: float = 16


def write_xlsx(
    file: IO[bytes] | Any, *, title: str, columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]]
) -> None:
    """Write one sheet to ``file``, a row at a time: heading frozen and bold, every text a text."""
    book = Workbook(write_only=True)
    name = _UNWRITABLE.sub("", _FORBIDDEN_IN_TITLE.sub(" ", str(title))).strip("' ")[:31]
    sheet = book.create_sheet(name or "Sheet1")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[column_letters(number)].width = column.width
    sheet.append([_heading(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(file)


def csv_lines(columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Give the lines of a .csv in UTF-8 with a mark, so that office programs read Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    for row in _with_heading(columns, rows):
        writer.writerow([csv_text(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def csv_text(value: Any) -> str:
    """Return ``value`` for a .csv; a text that a program would take for a formula gets an apostrophe in front."""
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return f"'{plain}" if plain.startswith(_LIVE) and not _PLAIN_NUMBER.fullmatch(plain) else plain
    return plain.isoformat(" ") if isinstance(plain, datetime) else str(plain)


def plain_value(value: Any) -> Any:
    """Return ``value`` as text, number, date or ``None``; times lose their zone and keep the wall clock."""
    if value is None or isinstance(value, (bool, int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    text = _UNWRITABLE.sub("", str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def sheet_response(
    *, name: str, title: str, columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]], kind: str = "xlsx"
) -> HttpResponseBase:
    """Offer ``rows`` for saving as ``name`` (without suffix); ``kind`` is xlsx or csv."""
    headers = {
        "Content-Disposition": str(content_disposition_header(True, f"{name}.{kind}")),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if kind == "csv":
        return StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8", headers=headers)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the response closes it)
    write_xlsx(file, title=title, columns=columns, rows=rows)
    file.seek(0)
    return FileResponse(file, content_type=XLSX, headers=headers)


def _with_heading(columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield [str(column.title) for column in columns]
    yield from rows


def _heading(sheet: Any, title: str) -> Any:
    cell = _xlsx_cell(sheet, str(title), always_cell=True)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF3")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _xlsx_cell(sheet: Any, value: Any, *, always_cell: bool = False) -> Any:
    plain = plain_value(value)
    if isinstance(plain, float) and not isfinite(plain):
        plain = str(plain)
    if not isinstance(plain, str):
        return plain
    live = plain.startswith(_LIVE)
    if not (live or always_cell or plain.startswith("#")):
        return plain
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"  # the library has just taken it for a formula or an error
    if live:
        cell.quotePrefix = True
    return cell
