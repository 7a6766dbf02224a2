"""Roster files for the tests."""

import io

from openpyxl import Workbook

HEADINGS = ["姓名", "手机", "单位", "职务"]


def roster_file(*rows, headings=HEADINGS, name="roster.xlsx", change=None):
    """An .xlsx with ``rows`` below ``headings``."""
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    if change:
        change(book.active)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = name
    return file


def csv_file(text, *, encoding="utf-8", name="roster.csv"):
    """A .csv of ``text``."""
    file = io.BytesIO(text.encode(encoding))
    file.name = name
    return file


def phone(number):
    """A number that can be dialed, different for each ``number`` below 10,000."""
    return 13_800_130_000 + number
