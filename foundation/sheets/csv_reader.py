"""Reads .csv in whatever encoding and with whatever separator an office program wrote it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from foundation.sheets.cells import Cell, Limits, Row, Sheet
from foundation.sheets.faults import UnreadableSheet, column_letters

SAMPLE = 256 * 1024
SEPARATORS = ",\t;|，"
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*[\r\n]", re.IGNORECASE)


def read_csv(file: IO[bytes], limits: Limits) -> Sheet:
    """Read ``file``; raises ``UnreadableSheet``, naming the row where it can."""
    file.seek(0)
    encoding = detect_encoding(file.read(SAMPLE))
    try:
        return _read(file, encoding, limits)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise UnreadableSheet("encoding") from None
    try:
        return _read(file, "gb18030", limits)
    except UnicodeDecodeError:
        raise UnreadableSheet("encoding") from None


def detect_encoding(sample: bytes) -> str:
    """Return the encoding of a file that begins with ``sample``: by its mark, by its zeros, UTF-8, else GB18030."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if len(sample) >= 4 and sample.count(0) > len(sample) // 5:
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def find_separator(sample: str) -> str:
    """Return the separator that cuts the lines of ``sample`` most evenly; a comma when none does."""
    stated = _SEPARATOR_LINE.match(sample)
    if stated and stated[1] in SEPARATORS:
        return stated[1]
    lines = [line[:2000] for line in sample.splitlines() if line.strip()][:30]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [width for line in lines if (width := len(next(csv.reader([line], delimiter=separator), []))) > 1]
        if not widths:
            continue
        common = max(set(widths), key=widths.count)
        score = widths.count(common) / len(lines) + common / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _read(file: IO[bytes], encoding: str, limits: Limits) -> Sheet:
    sheet = Sheet("csv", encoding=encoding.removesuffix("-sig").upper())
    separator = _sample_separator(file, encoding)
    file.seek(0)
    lines = _Lines(codecs.iterdecode(_chunks(file), encoding))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = 1
    try:
        for values in reader:
            _take(sheet, begun, values, limits)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableSheet("open_quotation", row=begun) from error
    return sheet


def _take(sheet: Sheet, number: int, values: list[str], limits: Limits) -> None:
    if number == 1 and len(values) == 2 and values[0].casefold() == "sep=" and not values[1]:
        return
    cells = {column: _cell(text, limits) for column, text in enumerate(values, 1) if text.strip(" \t\u3000\x00\ufeff")}
    if not cells:
        return
    if max(cells) > limits.columns:
        raise UnreadableSheet("too_many_columns", row=number, column=column_letters(max(cells)), limit=limits.columns)
    if len(sheet.rows) >= limits.rows:
        raise UnreadableSheet("too_many_rows", limit=limits.rows)
    sheet.rows.append(Row(number, cells))


def _cell(text: str, limits: Limits) -> Cell:
    if len(text) > limits.cell:
        return Cell(fault="too_long")
    stripped = text.strip(" \t\u3000\x00\ufeff")
    if kept := _KEPT_AS_TEXT.fullmatch(stripped):
        return Cell(kept[1])
    if stripped.startswith("="):
        return Cell(fault="formula")
    if stripped.startswith("'") and stripped[1:2] in ("=", "+", "-", "@"):
        return Cell(stripped[1:])
    return Cell(stripped)


def _sample_separator(file: IO[bytes], encoding: str) -> str:
    file.seek(0)
    return find_separator(codecs.getincrementaldecoder(encoding)().decode(file.read(SAMPLE)).lstrip("\ufeff"))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(SAMPLE):
        yield chunk


class _Lines:
    """Cuts decoded text into lines, none longer than a cell could be, so that a file without line ends cannot grow."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[str]:
        rest = ""
        for piece in self.pieces:
            lines = io.StringIO(rest + piece.replace("\x00", ""), newline="").readlines()
            rest = lines.pop() if lines else ""
            yield from lines
            if len(rest) > 4 * SAMPLE:
                raise csv.Error("line too long")
        if rest:
            yield rest
