"""Searching the school."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from home.queries.search import SORTS, Asked, Card, Group, Results, cards_of, suggestions
from home.queries.search import search as find
from home.queries.search.asked import clean_words
from lessons.queries.notes import NotedLesson, NoteFilter, notes_of, with_lessons
from people.views.current import person_of

RESULTS_PER_PAGE = 20
NOTES_SHOWN = 3


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``?q=``, only what the reader may open: some of each kind, or one kind in pages."""
    asked = Asked.from_query(request.GET)
    results = find(request.user, asked)
    context = {"asked": asked, "results": results, "sorts": SORTS.items()}
    if asked.kind:
        context |= _paged(results, request)
    else:
        context |= {"sections": _sections(results, request), "notes": notes_found(request, asked.words)}
    response = render(request, "home/search.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _paged(results: Results, request: HttpRequest) -> dict[str, Any]:
    hits = results.chosen.hits if results.chosen else []
    page = Paginator(hits, RESULTS_PER_PAGE).get_page(request.GET.get("page", "")[:9])
    return {"page_obj": page, "cards": cards_of(list(page.object_list), results.asked.words, request)}


def _sections(results: Results, request: HttpRequest) -> list[tuple[Group, list[Card]]]:
    return [(group, cards_of(group.first, results.asked.words, request)) for group in results.best_first]


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Give titles that fit what is being typed, as ``{"titles": […]}``."""
    return JsonResponse({"titles": suggestions(request.user, clean_words(request.GET.get("q", "")))})


def notes_found(request: HttpRequest, words: str) -> list[NotedLesson]:
    """Return the reader's own notes with these words; none to somebody who looks as the reader."""
    if not words or not request.user.is_authenticated or getattr(request, "viewer", None) is not None:
        return []
    user = person_of(request)
    return with_lessons(list(notes_of(user, NoteFilter(words))[:NOTES_SHOWN]), user)
