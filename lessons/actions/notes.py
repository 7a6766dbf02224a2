"""Writing notes. Each is its author's alone, and no version of it overwrites one that its author has not seen."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lessons.actions.completion import require_reader
from lessons.models import LessonNote, LessonPage, NoteKind
from lessons.models.note import BODY_LENGTH
from lessons.notes.anchors import Anchor, clean_anchor
from people.models import User
from schoolhouse.refusals import Refusal

MOST_NOTES = 500
"""The most notes that one person may have on one lesson."""
KEPT = datetime.timedelta(days=30)
"""A deleted note can be taken back for so long."""


class NoteConflict(Refusal):
    """The note was changed elsewhere since it was read; ``note`` is what it says now."""

    def __init__(self, note: LessonNote) -> None:
        super().__init__(_("This note was changed on another device meanwhile."), code="conflict")
        self.note = note


@transaction.atomic
def write_note(*, lesson: LessonPage, body: str, client_key: uuid.UUID, anchor: Anchor, by: User) -> LessonNote:
    """Write a note on ``lesson``; sending the same ``client_key`` again changes nothing and returns the first one's.

    That one may have been deleted meanwhile: its ``deleted_at`` says so, and whoever sent it again tells the person.
    Raises ``Refusal`` when ``by`` may not see the lesson, the note is empty or too long, or there are too many.
    """
    require_reader(lesson, by)
    anchor = clean_anchor(anchor)
    body = _clean(body, anchor.kind)
    # One after another: two tabs of one person neither write the same note twice nor take the last room together.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    note = LessonNote.objects.filter(author=by, client_key=client_key).first()
    if note is not None:
        return note
    there = LessonNote.objects.filter(author=by, translation_key=lesson.translation_key, deleted_at__isnull=True)
    if there.count() >= MOST_NOTES:
        said = _("You have %(count)d notes on this lesson, and there is no room for more. Delete one first.")
        raise Refusal(said % {"count": MOST_NOTES}, code="too_many")
    return LessonNote.objects.create(
        author=by,
        client_key=client_key,
        translation_key=lesson.translation_key,
        language=lesson.locale.language_code,
        lesson_title=lesson.title,
        body=body,
        updated_at=timezone.now(),
        **vars(anchor),
    )


@transaction.atomic
def change_note(*, note: LessonNote, body: str, version: int, by: User) -> LessonNote:
    """Let ``note`` say ``body`` instead of what it said in ``version``.

    Raises ``NoteConflict`` when it has been changed since, unless to just that: a change that is sent again. A note
    that was deleted elsewhere is back then: what was written is not lost.
    """
    note = _locked(note, by)
    body = _clean(body, note.kind)
    if note.body == body:
        return note
    if note.version != version:
        raise NoteConflict(note)
    return _moved(note, body=body, deleted_at=None)


@transaction.atomic
def delete_note(*, note: LessonNote, by: User) -> LessonNote:
    """Delete a note; for ``KEPT`` it can be taken back."""
    note = _locked(note, by)
    return note if note.deleted_at else _moved(note, deleted_at=timezone.now())


@transaction.atomic
def restore_note(*, note: LessonNote, by: User) -> LessonNote:
    """Take a deleted note back."""
    note = _locked(note, by)
    return _moved(note, deleted_at=None) if note.deleted_at else note


def prune_notes() -> int:
    """Delete for good what was deleted long ago; return how many."""
    return LessonNote.objects.filter(deleted_at__lt=timezone.now() - KEPT).delete()[0]


def _locked(note: LessonNote, by: User) -> LessonNote:
    found = LessonNote.objects.select_for_update().filter(pk=note.pk, author=by).first()
    if found is None:
        raise Refusal(_("This note is not yours, or it is gone."), code="not_found", status=404)
    return found


def _moved(note: LessonNote, **fields: object) -> LessonNote:
    for name, value in fields.items():
        setattr(note, name, value)
    note.version += 1
    note.updated_at = timezone.now()
    note.save(update_fields=[*fields, "version", "updated_at"])
    return note


def _clean(body: str, kind: str) -> str:
    body = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not body and kind != NoteKind.PASSAGE:
        raise Refusal(_("Please write something first."), code="empty", status=400)
    if len(body) > BODY_LENGTH:
        said = _("A note may have at most %(limit)d characters; this one has %(length)d.")
        raise Refusal(said % {"limit": BODY_LENGTH, "length": len(body)}, code="too_long", status=400)
    return body
