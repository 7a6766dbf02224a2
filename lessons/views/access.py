"""Finding a lesson for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest

from lessons.models import LessonPage
from lessons.queries.catalogue import live_lesson
from people.audience import may_see


def readable_lesson(request: HttpRequest, translation_key: uuid.UUID, language: str) -> LessonPage:
    """Return the live lesson in ``language`` if the reader may see it; else answer 404."""
    lesson = live_lesson.first(key=translation_key, language=language)
    if lesson is None or not may_see(request.user, lesson):
        raise Http404
    return lesson
