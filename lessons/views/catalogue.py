"""The catalogue of lessons."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from lessons.models import LessonLevel
from lessons.queries.catalogue import CatalogueFilter, categories_with_counts, lessons_for
from lessons.queries.progress import progress_by_key

LESSONS_PER_PAGE = 24


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the lessons that the reader may study, by category, level and words."""
    language = translation.get_language() or ""
    wanted = CatalogueFilter.from_query(request.GET)
    page = Paginator(lessons_for(request.user, language, wanted), LESSONS_PER_PAGE).get_page(request.GET.get("page"))
    progress = progress_by_key(request.user, [lesson.translation_key for lesson in page])
    for lesson in page:
        lesson.own_progress = progress.get(lesson.translation_key)
    context = {
        "page_obj": page,
        "wanted": wanted,
        "categories": categories_with_counts(request.user, language),
        "levels": LessonLevel.choices,
    }
    return render(request, "lessons/catalogue.html", context)
