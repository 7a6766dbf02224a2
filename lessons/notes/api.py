"""Notes in the API: one's own, and nobody else's. Nothing is here for who looks at the site as another person."""

import re
import uuid
from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from pydantic import BeforeValidator

from lessons.actions import notes as actions
from lessons.models import LessonNote, NoteKind
from lessons.models.note import LONGEST
from lessons.notes.anchors import MOST_CHARACTERS, Anchor
from lessons.queries.notes import NoteFilter, notes_of, notes_on
from lessons.views.access import readable_lesson
from people.requests import SignedInRequest
from people.views.current import oneself
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["notes"], auth=SignedIn())


class NotesAsked(PageAsked):
    """Which of one's own notes."""

    q: str = Field("", max_length=100)
    lesson: uuid.UUID | None = None


def _whole(text: Any) -> Any:
    """Drop halves of characters: a browser counts in halves, and cuts a rare one in two where a passage ends."""
    return re.sub(r"[\ud800-\udfff]", "", text) if isinstance(text, str) else text


class NotePlace(Schema):
    """Where in the lesson a note stands.

    ``kind`` is ``lesson``; ``passage``, with the ``quote``, what stands ``before`` and ``after`` it and how many
    characters of the block's text come before its ``start``; or ``moment``, with the ``second`` of the block's film.
    """

    kind: NoteKind = NoteKind.LESSON
    block: str = Field("", max_length=64)
    quote: Annotated[str, BeforeValidator(_whole)] = Field("", max_length=4_000)
    before: Annotated[str, BeforeValidator(_whole)] = Field("", max_length=1_000)
    after: Annotated[str, BeforeValidator(_whole)] = Field("", max_length=1_000)
    start: int | None = Field(None, ge=0, le=MOST_CHARACTERS, strict=True)
    second: int | None = Field(None, ge=0, le=LONGEST, strict=True)


class NoteWritten(NotePlace):
    """A note to write. ``client_key`` is drawn by the sender: sending it again makes no second note."""

    client_key: uuid.UUID
    body: str = Field(max_length=100_000)


class NoteChanged(Schema):
    """What a note shall say, and which version of it one has read."""

    body: str = Field(max_length=100_000)
    version: int = Field(ge=1, le=2_000_000_000, strict=True)


class Note(NotePlace):
    """One's own note; ``version`` counts its changes. ``deleted_at``: one that was sent again was deleted meanwhile."""

    public_id: uuid.UUID
    client_key: uuid.UUID
    translation_key: uuid.UUID
    language: str
    lesson_title: str
    body: str
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


class Conflict(Trouble):
    """The note was changed elsewhere: ``note`` is what it says now. Too many notes answer without it."""

    note: Note | None = None


@router.get("/notes", response={200: PageOf[Note], 401: Trouble, 422: Trouble}, url_name="notes", summary="Own notes")
def note_list(request: SignedInRequest, asked: Query[NotesAsked]) -> dict[str, Any]:
    """List one's own notes, the latest first."""
    wanted = NoteFilter(asked.q.replace("\x00", "").strip(), str(asked.lesson or ""))
    return page_of(notes_of(oneself(request), wanted), asked, _shown)


@router.get(
    "/lessons/{uuid:translation_key}/{slug:language}/notes",
    response={200: PageOf[Note], 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="lesson_notes",
    summary="Own notes on a lesson",
)
def lesson_notes(
    request: SignedInRequest, translation_key: uuid.UUID, language: str, asked: Query[PageAsked]
) -> dict[str, Any]:
    """List one's own notes on a lesson, in whichever language they were written."""
    lesson = readable_lesson(request, translation_key, language)
    return page_of(notes_on(oneself(request), lesson.translation_key), asked, _shown)


@router.post(
    "/lessons/{uuid:translation_key}/{slug:language}/notes",
    response={201: Note, 400: Trouble, 401: Trouble, 404: Trouble, 409: Trouble, 422: Trouble},
    url_name="write_note",
    summary="Write a note",
)
def write_note(request: SignedInRequest, translation_key: uuid.UUID, language: str, written: NoteWritten) -> Status:
    """Write a note on a lesson."""
    lesson = readable_lesson(request, translation_key, language)
    place = Anchor(**{name: getattr(written, name) for name in NotePlace.model_fields})
    note = actions.write_note(
        lesson=lesson, body=written.body, client_key=written.client_key, anchor=place, by=oneself(request)
    )
    return Status(201, note)


@router.put(
    "/notes/{uuid:public_id}",
    response={200: Note, 400: Trouble, 401: Trouble, 404: Trouble, 409: Conflict, 422: Trouble},
    url_name="note",
    summary="Change a note",
)
def change_note(request: SignedInRequest, public_id: uuid.UUID, changed: NoteChanged) -> Any:
    """Let a note say something else; 409 where it was changed since that version."""
    note = _own(request, public_id)
    try:
        return actions.change_note(note=note, body=changed.body, version=changed.version, by=request.user)
    except actions.NoteConflict as conflict:
        said = {"code": conflict.code, "message": str(conflict), "note": conflict.note}
        return Status(409, said)


@router.delete(
    "/notes/{uuid:public_id}",
    response={200: Note, 401: Trouble, 404: Trouble},
    url_name="delete_note",
    summary="Delete a note",
)
def delete_note(request: SignedInRequest, public_id: uuid.UUID) -> LessonNote:
    """Delete a note; it can be restored for thirty days."""
    return actions.delete_note(note=_own(request, public_id), by=request.user)


@router.post(
    "/notes/{uuid:public_id}/restore",
    response={200: Note, 401: Trouble, 404: Trouble},
    url_name="restore_note",
    summary="Restore a note",
)
def restore_note(request: SignedInRequest, public_id: uuid.UUID) -> LessonNote:
    """Take a deleted note back."""
    return actions.restore_note(note=_own(request, public_id), by=request.user)


def _shown(notes: list[LessonNote]) -> list[dict[str, Any]]:
    return [{name: getattr(note, name) for name in Note.model_fields} for note in notes]


def _own(request: SignedInRequest, public_id: uuid.UUID) -> LessonNote:
    return get_object_or_404(LessonNote, public_id=public_id, author=oneself(request))
