"""Finding a lesson for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lessons.models import LessonPage
from people.audience import may_see


def readable_lesson(request: HttpRequest, translation_key: uuid.UUID, language: str) -> LessonPage:
    """Return the live lesson in ``language`` if the reader may see it; else answer 404."""
    lesson = get_object_or_404(
        LessonPage.objects.live().select_related("locale"),
        translation_key=translation_key,
        locale__language_code=language,
    )
    if not may_see(request.user, lesson):
        raise Http404
    return lesson
