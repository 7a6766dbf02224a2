"""How far people are."""

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from lessons.models import LessonProgress
from people.models import User


def progress_by_key(user: User | AnonymousUser, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, LessonProgress]:
    """Return the progress of ``user`` in the lessons with these translation keys, in one query."""
    if not user.is_authenticated:
        return {}
    rows = LessonProgress.objects.filter(learner_id=user.pk, translation_key__in=list(keys))
    return {row.translation_key: row for row in rows}
