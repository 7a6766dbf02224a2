"""How far people are."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, FilteredRelation, Q, QuerySet

from foundation.prepared import prepared
from lessons.checks.finding import checks_asked
from lessons.completion.films import Films, films_of
from lessons.completion.rules import Condition, conditions_of, is_fulfilled
from lessons.completion.study import Study
from lessons.models import LessonBeat, LessonPage, LessonProgress
from people.models import User


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a lesson: what is kept, and ``study`` with the reports not merged into it yet."""

    progress: LessonProgress | None
    study: Study
    conditions: list[Condition]
    is_fulfilled: bool
    pending: int
    finished: frozenset[uuid.UUID] = frozenset()


def standing_of(user: User, lesson: LessonPage, others: Iterable[uuid.UUID] = ()) -> Standing:
    """Return where ``user`` stands with ``lesson`` as of now, and which of ``others`` are finished.

    One query; another where reports wait to be merged.
    """
    whose = {"learner": user.pk, "key": lesson.translation_key}
    wanted = frozenset(others)
    rows = standing_in.all(**whose, keys=[lesson.translation_key, *sorted(wanted)])
    found = [LessonProgress.from_db(user._state.db, PROGRESS, fields) for *fields, _pending in rows if fields[0]]
    progress = next((one for one in found if one.translation_key == lesson.translation_key), None)
    beats = pending_beats.all(**whose) if rows[0][-1] else []
    finished = wanted & {one.translation_key for one in found if one.completed_at}
    study = Study.of(progress, beats)
    films = films_of(lesson) if lesson.needs_watching else Films({})
    conditions = conditions_of(lesson, films, study, checks_asked(lesson))
    return Standing(progress, study, conditions, is_fulfilled(lesson, conditions), len(beats), finished)


PROGRESS = [field.attname for field in LessonProgress._meta.concrete_fields]


@prepared
def standing_in(learner: int, key: uuid.UUID, keys: list[uuid.UUID]) -> QuerySet[User, Any]:
    """The fields ``PROGRESS`` of a learner in each lesson with one of ``keys``, and whether reports on ``key`` wait.

    One row also for somebody who has begun none of them: empty, but for the last value.
    """
    own = FilteredRelation("lesson_progress", condition=Q(lesson_progress__translation_key__in=keys))
    waiting = LessonBeat.objects.filter(learner_id=learner, translation_key=key, is_merged=False)
    person = User.objects.filter(pk=learner).annotate(own=own, has_pending=Exists(waiting))
    return person.values_list(*[f"own__{name}" for name in PROGRESS], "has_pending")


@prepared
def progress_in(learner: int, key: uuid.UUID) -> QuerySet[LessonProgress]:
    """The progress of a learner in the lesson with this translation key."""
    return LessonProgress.objects.filter(learner_id=learner, translation_key=key)[:1]


@prepared
def pending_beats(learner: int, key: uuid.UUID) -> QuerySet[LessonBeat]:
    """The reports of a learner on a lesson that are not merged yet, as they came in."""
    return LessonBeat.objects.filter(learner_id=learner, translation_key=key, is_merged=False).order_by("pk")


def progress_by_key(user: User | AnonymousUser, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, LessonProgress]:
    """Return the progress of ``user`` in the lessons with these translation keys, in one query."""
    if not user.is_authenticated:
        return {}
    rows = LessonProgress.objects.filter(learner_id=user.pk, translation_key__in=list(keys))
    return {row.translation_key: row for row in rows.defer("studied", "played", "checks")}


def progress_of(user: User | AnonymousUser) -> dict[uuid.UUID, LessonProgress]:
    """Return the progress of ``user`` in every lesson begun, in one query."""
    if not user.is_authenticated:
        return {}
    rows = LessonProgress.objects.filter(learner_id=user.pk).defer("studied", "played", "checks")
    return {row.translation_key: row for row in rows}
