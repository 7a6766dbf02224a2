"""The register on paper, to be signed: typeset as PDF. All words go in as data, never as markup."""

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from plugins.attendance.register.queries.book import Book

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "attendance" / "register" / "paper.typ"


def pdf(book: Book, *, school: str, lines: Iterable[dict[str, Any]]) -> bytes:
    """Typeset ``lines`` of a register with their totals, and places to sign; ``school`` stands at its head."""
    language = get_language() or ""
    data = {
        "lang": "zh" if language.startswith("zh") else "en",
        "school": school,
        "title": book.title,
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
        "columns": [{"title": title, "share": share, "right": right} for title, share, right in _columns()],
        "rows": [_row(values) for values in lines],
        "total": _total(book),
        "signatures": [_("Filled in by"), _("Checked by"), _("Head of the organization"), _("Seal and date")],
    }
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def _columns() -> list[tuple[str, float, bool]]:
    return [
        (_("No."), 0.5, True),
        (pgettext("attendance", "Date"), 1.2, False),
        (_("Time"), 1.2, False),
        (pgettext("attendance", "Session"), 3, False),
        (pgettext("register", "Class"), 2.4, False),
        (pgettext("register", "Where"), 1.8, False),
        (pgettext("register", "Hours"), 0.8, True),
        (pgettext("register", "Asked"), 0.8, True),
        (_("Person-times"), 1, True),
        (_("Person-hours"), 1, True),
    ]


def _row(values: dict[str, Any]) -> list[str]:
    times = [one.strftime("%H:%M") for one in (values["start"], values["end"]) if isinstance(one, datetime.time)]
    cells = [
        values["number"],
        values["date"].isoformat(),
        "–".join(times),
        values["title"],
        values["class"],
        values["place"],
        values["hours"],
        values["expected"],
        values["person_times"],
        values["person_hours"],
    ]
    return [str(cell) for cell in cells]


def _total(book: Book) -> list[str]:
    totals = book.totals
    said = [_("Total"), "", "", _("Sessions: %(count)d") % {"count": totals.sessions}, "", ""]
    return [*said, str(totals.hours), "", str(totals.person_times), str(totals.person_hours)]
