"""A person's own notes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from lessons.models import LessonNote, LessonPage
from people.audience import visible_to
from people.models import User

MOST_WORDS = 5


@dataclass(frozen=True)
class NoteFilter:
    """What was asked for in the address; values that do not exist are dropped."""

    words: str = ""
    lesson: str = ""
    deleted: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> "NoteFilter":
        """Read ``?q=``, ``?lesson=`` and ``?deleted=1``."""
        try:
            lesson = str(uuid.UUID(query.get("lesson", "")))
        except ValueError:
            lesson = ""
        words = query.get("q", "").replace("\x00", "").strip()[:100]
        return cls(words, lesson, query.get("deleted") == "1")


def notes_of(user: User, wanted: NoteFilter | None = None) -> QuerySet[LessonNote]:
    """The notes of ``user`` that match ``wanted``, the latest first. Nobody else's, whoever ``user`` is."""
    wanted = wanted or NoteFilter()
    notes = LessonNote.objects.filter(author_id=user.pk, deleted_at__isnull=not wanted.deleted)
    if wanted.lesson:
        notes = notes.filter(translation_key=wanted.lesson)
    for word in wanted.words.split()[:MOST_WORDS]:
        notes = notes.filter(Q(body__icontains=word) | Q(quote__icontains=word) | Q(lesson_title__icontains=word))
    return notes.order_by("-updated_at", "-pk")


def notes_on(user: User, key: uuid.UUID) -> QuerySet[LessonNote]:
    """The notes of ``user`` on one lesson, those of its text in its order, then those of its films, then the rest."""
    notes = LessonNote.objects.filter(author_id=user.pk, translation_key=key, deleted_at__isnull=True)
    return notes.order_by(F("second").asc(nulls_first=True), "created_at", "pk")


@dataclass(frozen=True)
class NotedLesson:
    """A note with the lesson that it is about, in the language of the note; ``None`` where it can no longer be read."""

    note: LessonNote
    lesson: LessonPage | None

    @property
    def title(self) -> str:
        """The lesson's title, or what it was."""
        return self.lesson.title if self.lesson else self.note.lesson_title


def with_lessons(notes: Sequence[LessonNote], user: User) -> list[NotedLesson]:
    """Add the lessons to ``notes``, those that ``user`` may still read. A number of queries that does not grow."""
    if not notes:
        return []
    lessons = LessonPage.objects.live().filter(translation_key__in={note.translation_key for note in notes})
    lessons = visible_to(user, lessons).select_related("locale").defer("body")
    found = {(lesson.translation_key, lesson.locale.language_code): lesson for lesson in lessons}
    return [NotedLesson(note, found.get((note.translation_key, note.language))) for note in notes]
