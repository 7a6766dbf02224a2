"""How far people are."""

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from foundation.prepared import prepared
from lessons.models import LessonPage, LessonProgress
from people.models import User


def own_progress(user: User | AnonymousUser, lesson: LessonPage) -> LessonProgress | None:
    """Return how far ``user`` is in ``lesson``, or ``None``. One query."""
    if not user.is_authenticated:
        return None
    return progress_in.first(learner=user.pk, key=lesson.translation_key)


@prepared
def progress_in(learner: int, key: uuid.UUID) -> QuerySet[LessonProgress]:
    """The progress of a learner in the lesson with this translation key."""
    return LessonProgress.objects.filter(learner_id=learner, translation_key=key)[:1]


def progress_by_key(user: User | AnonymousUser, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, LessonProgress]:
    """Return the progress of ``user`` in the lessons with these translation keys, in one query."""
    if not user.is_authenticated:
        return {}
    rows = LessonProgress.objects.filter(learner_id=user.pk, translation_key__in=list(keys))
    return {row.translation_key: row for row in rows}
