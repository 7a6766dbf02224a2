"""Searching the school."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from home.queries.search import search_pages

RESULTS_PER_PAGE = 20


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``?q=``, only what the reader may open."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found: list[Any] = search_pages(request.user, words) if words else []
    page = Paginator(found, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/search.html", {"words": words, "page_obj": page})
