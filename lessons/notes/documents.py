"""Notes to take along: as Markdown, and as a PDF to print."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lessons.models import LessonNote, NoteKind
from lessons.queries.notes import NotedLesson

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "lessons" / "notes.typ"
MOST_NOTES = 2_000
"""The most notes that go into one file, the latest of them."""


def by_lesson(rows: Iterable[NotedLesson]) -> list[tuple[str, list[LessonNote]]]:
    """Group notes by lesson: the lesson noted last first, its notes in the order in which they were written."""
    rows = list(rows)
    order = {key: number for number, key in enumerate(dict.fromkeys(row.note.translation_key for row in rows))}
    rows.sort(key=lambda row: (order[row.note.translation_key], row.note.created_at, row.note.pk))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.note.translation_key)]
    return [(group[0].title, [row.note for row in group]) for group in groups]


def place_of(note: LessonNote) -> str:
    """Say at which second of a film a note stands; empty for other notes."""
    return _("At %(time)s of the film") % {"time": note.clock} if note.kind == NoteKind.MOMENT else ""


def day_of(note: LessonNote) -> str:
    """Say when a note was changed last."""
    return date_format(timezone.localtime(note.updated_at), "SHORT_DATETIME_FORMAT")


def markdown(rows: Sequence[NotedLesson], *, title: str) -> str:
    """Return notes as Markdown: a chapter for each lesson, passages as quotations."""
    lines = [f"# {_line(title)}", ""]
    for lesson, notes in by_lesson(rows):
        lines += [f"## {_line(lesson)}", ""]
        for note in notes:
            if note.quote:
                lines += [*(f"> {line}".rstrip() for line in note.quote.splitlines()), ""]
            if place := place_of(note):
                lines += [f"**{place}**", ""]
            if note.body:
                lines += [note.body, ""]
            lines += [f"*{day_of(note)}*", ""]
    return "\n".join(lines)


def pdf(rows: Sequence[NotedLesson], *, title: str, language: str) -> bytes:
    """Typeset notes to print."""
    lessons = [
        {
            "title": lesson,
            "notes": [
                {"quote": note.quote, "place": place_of(note), "body": note.body, "day": day_of(note)} for note in notes
            ],
        }
        for lesson, notes in by_lesson(rows)
    ]
    data = {"title": title, "lessons": lessons, "lang": "zh" if language.startswith("zh") else "en"}
    return typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf")


def _line(text: str) -> str:
    return " ".join(text.split())
