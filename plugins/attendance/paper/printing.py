"""Typesetting the sheet that learners sign. All words go in as data, never as markup."""

import io
import json
from pathlib import Path

import segno
import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.attendance.models import Roll
from plugins.attendance.paper import layout
from plugins.attendance.paper.tokens import row_word
from plugins.attendance.queries.rolls import learners_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "attendance" / "sheet.typ"


def sheet_pdf(roll: Roll, *, direction: str, language: str, school: str) -> bytes:
    """Typeset the sheet of a roll: a row for everybody of whom presence is asked, with a code and a box to sign."""
    training_class, zone = roll.training_class, roll.training_class.zone
    start, end = roll.starts_at.astimezone(zone), roll.ends_at.astimezone(zone)
    day = date_format(start, "DATE_FORMAT")
    title = _("Sign-out sheet") if direction == "out" else _("Sign-in sheet")
    rows = [
        [
            str(number),
            one.learner.full_name,
            one.organization.name if one.organization else "",
            code_svg(row_word(roll, direction, one.public_id)),
        ]
        for number, one in enumerate(learners_of(training_class), start=1)
    ]
    data = {
        "lang": "zh" if language.startswith("zh") else "en",
        "school": school,
        "class": training_class.title,
        "title": f"{title} · {roll}",
        "when": f"{day} {start:%H:%M}–{end:%H:%M}",
        "columns": [_("No."), pgettext("person", "Name"), _("Organization"), "", _("Signature")],
        "help": _("Sign inside your own box. Nobody signs for somebody else."),
        "rows": rows,
        "layout": {"qr": layout.QR, "code": layout.QR_COLUMN, "box": layout.SIGNATURE_COLUMN, "row": layout.ROW},
    }
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def code_svg(word: str) -> str:
    """Draw a code of the smallest kind, in which a quarter may be hidden by a finger or a fold."""
    out = io.BytesIO()
    segno.make(word, version=1, error="q", boost_error=False).save(
        out, kind="svg", border=layout.QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
