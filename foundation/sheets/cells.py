"""Cells, rows and sheets as the readers give them."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite

Value = str | int | float | bool | date | time | None
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a sheet may hold; sizes in bytes, ``cell`` in characters.

    ``unpacked`` is for the whole file, ``part`` for its sheet and ``strings`` for its texts.
    """

    size: int = 32 * 1024 * 1024
    unpacked: int = 512 * 1024 * 1024
    part: int = 64 * 1024 * 1024
    strings: int = 24 * 1024 * 1024
    rows: int = 5_000
    columns: int = 100
    cell: int = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's value; ``fault`` is "" or why there is none: formula, error_value or too_long."""

    value: Value = None
    fault: str = ""

    @property
    def text(self) -> str:
        """The value as a person would have typed it: trimmed, ``13812345678.0`` as ``13812345678``."""
        return value_text(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one filled cell; ``number`` as the spreadsheet shows it, ``cells`` by column from 1."""

    number: int
    cells: dict[int, Cell]

    def text(self, column: int) -> str:
        """Return the text of one cell, "" where it is empty."""
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A block of merged cells, both ends included, counted from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int
    name: str


@dataclass(slots=True)
class Sheet:
    """One sheet: ``kind`` is xlsx or csv, ``encoding`` what a .csv was read as."""

    kind: str
    name: str = ""
    encoding: str = ""
    rows: list[Row] = field(default_factory=list)
    merged: list[MergedRange] = field(default_factory=list)


def clean_text(text: str) -> str:
    """Return ``text`` trimmed and without control, invisible and broken characters; line ends become spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for letter in text:
        if letter in "\t\r\n\u2028\u2029":
            kept.append(" ")
        elif letter in _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn"):
            kept.append(letter)
    return "".join(kept).strip()


def value_text(value: Value) -> str:
    """Return ``value`` as text, numbers without a useless fraction or exponent."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def number_text(number: float) -> str:
    """Return ``13812345678.0`` as ``13812345678``, other numbers in plain notation."""
    if not isfinite(number):
        return str(number)
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(Decimal(repr(number)), "f") if 1e-9 < abs(number) < 1e30 else repr(number)
