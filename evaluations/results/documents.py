"""Figures to take along: as a spreadsheet in which no word becomes a formula, and typeset to print."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from evaluations.queries.feedback.figures import Figure
from evaluations.queries.feedback.summary import OF
from evaluations.results.asked import Asked, Grouping
from evaluations.results.school import SchoolResults
from foundation.sheets.writer import OutColumn, sheet_response

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "evaluations" / "results" / "paper.typ"
KINDS = ("xlsx", "pdf")


@dataclass(frozen=True)
class Table:
    """A table on paper; ``widths`` are shares of the page, texts stand on the left and numbers on the right."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float]


@dataclass(frozen=True)
class Paper:
    """What is typeset: ``notes`` below the title, tables, and texts under headings."""

    title: str
    notes: Sequence[str]
    tables: Sequence[Table] = ()
    texts: Sequence[tuple[str, Sequence[str]]] = field(default_factory=list)


def pdf_response(paper: Paper, *, name: str) -> HttpResponse:
    """Typeset ``paper`` and offer it for saving as ``name`` (without suffix). All words go in as data."""
    data = {
        "lang": "zh" if (get_language() or "").startswith("zh") else "en",
        "title": paper.title,
        "notes": [note for note in paper.notes if note],
        "tables": [
            {
                "title": table.title,
                "columns": [str(word) for word in table.columns],
                "rows": [["" if cell is None else str(cell) for cell in row] for row in table.rows],
                "widths": list(table.widths),
            }
            for table in paper.tables
        ],
        "texts": [{"title": title, "rows": list(texts)} for title, texts in paper.texts],
    }
    made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")
    headers = {
        "Content-Disposition": str(content_disposition_header(True, f"{name}.pdf")),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def school_file(results: SchoolResults, *, school: str, kind: str) -> HttpResponseBase:
    """Offer all lines of what was asked for, one table after the other; ``kind`` is one of ``KINDS``."""
    name = _("What feedback says")
    if kind == "xlsx":
        rows = list(_sheet_rows(results))
        return sheet_response(name=name, title=name, columns=_sheet_columns(), rows=rows)
    columns = ["", _("Forms attached"), _("Answers"), _("Mean, of 5"), *map(str, range(1, OF + 1))]
    widths = [3, 1, 1, 2, *[0.7] * OF]
    tables = [
        Table(str(by.label), columns, [_paper_row(line.name, line.figure) for line in results.lines(by)], widths)
        for by in Grouping
    ]
    whole = Table(_("All together"), columns, [_paper_row(_("All together"), results.figure)], widths)
    compared = results.school_mean
    notes = [
        school,
        " · ".join(narrowed(results)),
        "" if compared is None else _("Mean of the whole school: %(mean)s") % {"mean": f"{compared:.1f}"},
        _("Means are of five levels, with their 95 % interval; below each level stands its share."),
    ]
    shown = [table for table in (whole, *tables) if table.rows] if results.figure.is_shown else []
    return pdf_response(Paper(name, notes, shown), name=name)


def narrowed(results: SchoolResults) -> list[str]:
    """Say in words what is filtered."""
    asked: Asked = results.asked
    people = dict(results.instructors()) if asked.instructor else {}
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (asked.since, asked.until)]
    return [
        word
        for word in (
            results.categories.name(asked.category),
            results.places.tree.name(asked.organization),
            people.get(asked.instructor, ""),
            " – ".join(days) if any(days) else "",
        )
        if word
    ]


def _paper_row(name: str, figure: Figure) -> list[Any]:
    return [name, figure.surveys, figure.given, figure.words, *(f"{share} %" for share in figure.shares)]


def _sheet_columns() -> list[OutColumn]:
    return [
        OutColumn(pgettext("figures", "By"), 16),
        OutColumn(pgettext("figures", "Name"), 28),
        OutColumn(_("Forms attached"), 12),
        OutColumn(_("Forms filled in"), 12),
        OutColumn(_("Answers"), 12),
        OutColumn(_("Mean, of 5"), 12),
        OutColumn(_("From, 95 %"), 12),
        OutColumn(_("To, 95 %"), 12),
        OutColumn(_("Whole school"), 12),
        *(OutColumn(_("Level %(number)d") % {"number": number}, 10) for number in range(1, OF + 1)),
    ]


def _sheet_rows(results: SchoolResults) -> Any:
    if not results.figure.is_shown:
        return
    compared = None if results.school_mean is None else round(results.school_mean, 1)
    yield _sheet_row(_("All together"), "", results.figure, compared)
    for by in Grouping:
        for line in results.lines(by):
            yield _sheet_row(str(by.label), line.name, line.figure, compared)


def _sheet_row(by: str, name: str, figure: Figure, compared: float | None) -> list[Any]:
    low, high = figure.interval or (None, None)
    means = [None if value is None else round(value, 2) for value in (figure.mean, low, high)]
    return [by, name, figure.surveys, figure.people, figure.given, *means, compared, *figure.levels]
