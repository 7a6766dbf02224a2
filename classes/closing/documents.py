"""The results of a class to take along: as a spreadsheet, and as a PDF to print and sign."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.closing.additions import added_table
from classes.closing.results import ResultRow, counts_of
from classes.models import ClassStep
from foundation.sheets.writer import OutColumn, sheet_response

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "classes" / "results.typ"


def name_of(step: ClassStep) -> str:
    """Return how the file is called, without its suffix."""
    return _("Results of %(title)s") % {"title": step.training_class.title}


def columns() -> list[OutColumn]:
    """Return the headings of the list, with widths in characters."""
    return [
        OutColumn(pgettext("person", "Name"), 14),
        OutColumn(_("Organization"), 24),
        OutColumn(pgettext("job", "Post"), 16),
        OutColumn(_("Group"), 10),
        OutColumn(pgettext("class", "Result"), 14),
        OutColumn(_("Attendance, %"), 12),
        OutColumn(_("Lessons"), 10),
        OutColumn(_("Reflections"), 12),
    ]


def cells_of(row: ResultRow) -> list[Any]:
    """Return one line of the list."""
    facts = row.facts
    lessons, reflections = facts["lessons"], facts["reflections"]
    return [
        facts["name"],
        facts["organization"],
        facts["post"],
        facts["group"],
        str(row.outcome.label),
        row.attendance_percent,
        f"{lessons['finished']}/{lessons['of']}" if lessons["of"] else "",
        f"{reflections['handed_in']}/{reflections['asked']}" if reflections["asked"] else "",
    ]


def table_of(rows: list[ResultRow]) -> tuple[list[OutColumn], list[list[Any]]]:
    """Return the whole list: headings and lines, with what other rooms have added last."""
    added, cells = added_table([row.facts for row in rows])
    lines = [cells_of(row) + more for row, more in zip(rows, cells, strict=True)]
    return columns() + [OutColumn(title, width) for title, width in added], lines


def sheet(step: ClassStep, rows: list[ResultRow]) -> HttpResponseBase:
    """Offer the list as a spreadsheet."""
    headings, lines = table_of(rows)
    return sheet_response(name=name_of(step), title=_("Results"), columns=headings, rows=lines)


def pdf(step: ClassStep, rows: list[ResultRow], *, school: str, language: str) -> bytes:
    """Typeset the list to print, with the counts above and places to sign below."""
    training_class = step.training_class
    headings, lines = table_of(rows)
    closed = date_format(timezone.localtime(step.at, training_class.zone), "SHORT_DATETIME_FORMAT")
    days = " – ".join(
        date_format(day, "SHORT_DATE_FORMAT") for day in (training_class.starts_on, training_class.ends_on)
    )
    data: dict[str, Any] = {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": training_class.title,
        "note": " · ".join(filter(None, (school, days))),
        "closed": _("Closed %(when)s by %(name)s, version %(version)s")
        % {"when": closed, "name": step.by.full_name, "version": step.version},
        "counts": [f"{outcome.label} {count}" for outcome, count in counts_of(rows)],
        "columns": [column.title for column in headings],
        "rows": [[_printed(value) for value in line] for line in lines],
        "sign": [_("Class teacher"), _("Head"), pgettext("signature", "Date")],
    }
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def _printed(value: Any) -> str:
    return "" if value is None else str(value)
