"""A class's reflections to take along: as a spreadsheet, and as a PDF to print."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst
from django.db.models import Prefetch, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.actions.reflection_edges import length_of
from classes.models import Reflection, ReflectionVersion, TrainingClassPage
from foundation.sheets.writer import OutColumn, sheet_response

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "classes" / "reflections.typ"
MOST_PRINTED = 1_000
"""The most reflections that are typeset in one file; a spreadsheet holds all."""
AT_ONCE = 500


def with_versions(rows: QuerySet[Reflection]) -> Iterator[Reflection]:
    """Read reflections with everything that was handed in; two queries for each ``AT_ONCE`` of them."""
    versions = ReflectionVersion.objects.select_related("judged_by")
    return rows.prefetch_related(Prefetch("versions", versions)).iterator(chunk_size=AT_ONCE)


def sheet(training_class: TrainingClassPage, rows: Iterable[Reflection]) -> HttpResponseBase:
    """Offer reflections as a spreadsheet: what was handed in last, with the comment."""
    zone = training_class.zone
    columns = [
        OutColumn(pgettext("person", "Name"), 14),
        OutColumn(_("Group"), 10),
        OutColumn(_("Title"), 30),
        OutColumn(_("State"), 12),
        OutColumn(_("Handed in"), 18),
        OutColumn(_("Times"), 8),
        OutColumn(_("Characters"), 10),
        OutColumn(_("Text"), 80),
        OutColumn(_("Comment"), 40),
    ]
    lines = []
    for row in rows:
        last = list(row.versions.all())[-1]
        state = [row.get_state_display(), _("late")] if last.is_late else [row.get_state_display()]
        lines.append(
            [
                row.enrollment.learner.full_name,
                row.enrollment.group_name,
                row.title,
                " · ".join(state),
                last.submitted_at.astimezone(zone),
                row.submissions,
                length_of(last.body),
                last.body,
                last.comment,
            ]
        )
    return sheet_response(name=name_of(training_class), title=_("Reflections"), columns=columns, rows=lines)


def pdf(training_class: TrainingClassPage, rows: Iterable[Reflection], *, language: str) -> bytes:
    """Typeset reflections to print, each on a page of its own."""
    data: dict[str, Any] = {
        "title": training_class.title,
        "lang": "zh" if language.startswith("zh") else "en",
        "reflections": [_printed(row, training_class) for row in rows],
    }
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def name_of(training_class: TrainingClassPage) -> str:
    """Return how the file is called, without its suffix."""
    return _("Reflections of %(title)s") % {"title": training_class.title}


def _printed(row: Reflection, training_class: TrainingClassPage) -> dict[str, str]:
    last = list(row.versions.all())[-1]
    day = date_format(timezone.localtime(last.submitted_at, training_class.zone), "SHORT_DATETIME_FORMAT")
    note = [day, row.get_state_display(), *([_("late")] if last.is_late else [])]
    judge = last.judged_by.full_name if last.judged_by else ""
    return {
        "title": row.title,
        "name": row.enrollment.learner.full_name,
        "note": " · ".join(note),
        "body": last.body,
        "comment": last.comment,
        "judge": judge,
    }
