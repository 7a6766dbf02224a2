"""What can be wrong with a sheet, each said with its row and column."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    # The whole file
    "empty_file": _("The file is empty."),
    "not_a_sheet": _("This is not a spreadsheet. Choose an .xlsx or .csv file."),
    "old_excel": _("This is an old Excel file (.xls). Open it, save it as .xlsx and upload that."),
    "open_document": _("This is an OpenDocument file (.ods). Open it, save it as .xlsx and upload that."),
    "web_page": _("This is a web page with the name of a spreadsheet. Open it, save it as .xlsx and upload that."),
    "encrypted": _("The file is protected by a password. Remove the password and upload it again."),
    "broken": _("The file is damaged and cannot be read. Open it, save it again as .xlsx and upload that."),
    "too_large": _("The file is larger than %(limit)s MB. Copy the filled rows into a new file and upload that."),
    "unpacks_too_large": _(
        "Unpacked, the file is larger than %(limit)s MB. Copy the filled rows into a new file and upload that."
    ),
    "too_many_rows": _("The sheet has more than %(limit)s filled rows. Split it into smaller files."),
    "too_many_columns": _("The sheet has more than %(limit)s columns. Keep only the columns that are needed."),
    "empty_sheet": _("The sheet has no filled cells."),
    "encoding": _("The characters cannot be read. Save the file as .xlsx, or as CSV in UTF-8, and upload that."),
    "open_quotation": _("A quotation mark in this row is not closed properly."),
    # The header
    "no_header": _("No row names the columns. The sheet needs a row with: %(columns)s."),
    "missing_column": _("The column “%(column_name)s” is missing."),
    "repeated_column": _("Two columns are called “%(column_name)s”. Keep one of them."),
    # One cell
    "formula": _("This cell holds a formula. Replace it by its value."),
    "error_value": _("This cell shows the error %(error)s. Replace it by a value."),
    "too_long": _("This cell holds more than %(limit)s characters."),
    "merged": _("The cells %(range)s are merged. Unmerge them and fill in each one."),
}


def column_letters(index: int) -> str:
    """Return the letters of column ``index``: 1 is A, 27 is AA."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the number of the column with these ``letters``: A is 1."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing that is wrong. ``row`` counts from 1 (0: the whole file), ``column`` is a letter or ""."""

    code: str
    row: int = 0
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Always: what cannot be read cannot be taken."""
        return True

    @property
    def message(self) -> str:
        """The sentence for the person who made the sheet, in the language that is active now."""
        return str(MESSAGES[self.code]) % self.params if self.params else str(MESSAGES[self.code])

    def __str__(self) -> str:
        place = f"{self.column}{self.row or ''}"
        return f"{place}: {self.message}" if place else self.message


class UnreadableSheet(Exception):
    """The file cannot be taken at all; ``fault`` says why."""

    def __init__(self, code: str, *, row: int = 0, column: str = "", **params: Any) -> None:
        self.fault = SheetFault(code, row, column, params)
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.fault)
