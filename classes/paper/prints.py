"""Typesetting the sheets of a class. All words go in as data, never as markup."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http.response import HttpResponseBase

from classes.models import TrainingClassPage
from classes.paper.tables import Paper, Table, Wanted, flat_rows
from foundation.sheets.writer import OutColumn, sheet_response

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "classes" / "paper"
DENSE = 8
"""From so many characters on a name is set smaller on its plate."""


def pdf(training_class: TrainingClassPage, paper: Paper, wanted: Wanted, *, language: str, school: str) -> bytes:
    """Typeset a paper of a class; ``school`` stands at its head."""
    table = paper.table(training_class, wanted)
    data: dict[str, Any] = {"lang": "zh" if language.startswith("zh") else "en", "school": school}
    data |= {"class": training_class.title, "title": table.title}
    data |= _plates(table) if paper.is_plates else _table(table)
    template = (TEMPLATES / ("plates.typ" if paper.is_plates else "tables.typ")).read_bytes()
    return typst.compile(template, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def _table(table: Table) -> dict[str, Any]:
    sheets = [
        {"heading": one.heading, "rows": [[str(cell) for cell in row] for row in one.rows]} for one in table.sheets
    ]
    columns = [{"title": column.title, "share": column.share} for column in table.columns]
    return {"columns": columns, "sheets": sheets, "height": table.row_height}


def _plates(table: Table) -> dict[str, Any]:
    plates = [
        {"name": name, "organization": organization, "dense": len(name) >= DENSE}
        for name, organization in flat_rows(table.sheets)
    ]
    return {"plates": plates}


def sheet(training_class: TrainingClassPage, paper: Paper, wanted: Wanted) -> HttpResponseBase:
    """Offer a paper of a class as a spreadsheet: text, no formulas."""
    table = paper.table(training_class, wanted, for_sheet=True)
    return sheet_response(
        name=file_name(training_class, paper),
        title=table.title,
        columns=[OutColumn(column.title, column.width) for column in table.columns],
        rows=flat_rows(table.sheets),
    )


def file_name(training_class: TrainingClassPage, paper: Paper) -> str:
    """Return how the file is called, without its suffix."""
    return f"{training_class.title} {paper.label}"
