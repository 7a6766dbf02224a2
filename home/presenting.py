"""What a home page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from classes.models import TrainingClassPage
from home.models import HomePage
from lessons.models import LessonPage
from lessons.queries.progress import progress_by_key
from people.audience import visible_to

LESSONS_SHOWN, CLASSES_SHOWN = 6, 6


def home_context(home: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Return the newest lessons, the classes that come next and the home pages of organizations below."""
    if not home.path:
        return {}
    lessons = visible_to(request.user, LessonPage.objects.live().descendant_of(home)).select_related("category")
    shown = list(lessons.order_by("-first_published_at", "-pk")[:LESSONS_SHOWN])
    progress = progress_by_key(request.user, [lesson.translation_key for lesson in shown])
    for lesson in shown:
        lesson.own_progress = progress.get(lesson.translation_key)
    classes = visible_to(request.user, TrainingClassPage.objects.live().descendant_of(home))
    return {
        "lessons": shown,
        "classes": classes.filter(ends_on__gte=timezone.localdate()).order_by("starts_on", "pk")[:CLASSES_SHOWN],
        "places": HomePage.objects.live().child_of(home).order_by("title"),
    }
