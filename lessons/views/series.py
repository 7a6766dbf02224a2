"""The page of a series."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lessons.catalogue.facts import micro_minutes
from lessons.catalogue.links import links_in
from lessons.queries.catalogue import pages_of, readable
from lessons.queries.progress import progress_by_key


@require_GET
def series(request: HttpRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Show the lessons of a series that the reader may see, with how far they are."""
    found = next((one for one in links_in(language).series if one.key == translation_key), None)
    seen = readable(request.user, found.lessons) if found else frozenset()
    if found is None or not seen:
        raise Http404
    lessons: list[Any] = pages_of([fact for fact in found.lessons if fact.pk in seen])
    progress = progress_by_key(request.user, [lesson.translation_key for lesson in lessons])
    for lesson in lessons:
        lesson.own_progress = progress.get(lesson.translation_key)
    finished = [row for row in progress.values() if row.completed_at]
    next_one = next((one for one in lessons if not (one.own_progress and one.own_progress.completed_at)), None)
    context = {
        "series": found,
        "lessons": lessons,
        "finished": len(finished),
        "percent": 100 * len(finished) // len(lessons),
        "next": next_one,
        "minutes": sum(lesson.estimated_minutes for lesson in lessons),
        "micro_minutes": micro_minutes(),
        "content_language": language,
    }
    return render(request, "lessons/series.html", context)
