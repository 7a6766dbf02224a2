"""The outcome of an evening on paper. All words go in as data, never as markup."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forums.models import ForumPage, Outcome
from forums.queries.evening.room_record import records_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "forums" / "evening" / "outcome.typ"


def name_of(forum: ForumPage) -> str:
    """Return how the file is called, without its suffix."""
    return _("Outcome of %(title)s") % {"title": forum.title}


def pdf(outcome: Outcome, *, zone: Any, school: str, language: str) -> bytes:
    """Typeset an outcome: what was discussed and agreed, who does what by when, and who spoke in the room."""
    forum = outcome.forum
    day = date_format(timezone.localtime(forum.opens_at, zone), "DATE_FORMAT") if forum.opens_at else ""
    title = forum.training_class.title if forum.training_class else ""
    spoke = [
        [record.group_name, ", ".join(row.person.full_name for row in record.spoken.all())]
        for record in records_of(forum)
        if record.spoken.all()
    ]
    data: dict[str, Any] = {
        "lang": "zh" if language.startswith("zh") else "en",
        "title": forum.title,
        "note": " · ".join(filter(None, (school, title, day, forum.room))),
        "state": "" if outcome.is_settled else str(outcome.get_state_display()),
        "parts": [
            [str(label), text]
            for label, text in (
                (_("Theme"), outcome.theme),
                (_("Discussion"), outcome.discussion),
                (_("What was agreed"), outcome.agreed),
            )
            if text
        ],
        "tasks": [_("Follow-ups"), [_("What is to be done"), _("Who does it"), _("By when")]],
        "rows": [
            [
                row.what,
                row.owner.full_name if row.owner else "",
                date_format(row.due_on, "SHORT_DATE_FORMAT") if row.due_on else "",
            ]
            for row in outcome.follow_ups.select_related("owner")
        ],
        "spoke_title": _("Spoke in the room"),
        "spoke": spoke,
        "sign": [pgettext("forum", "Host"), pgettext("signature", "Date")],
    }
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")
