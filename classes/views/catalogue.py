"""Lists of classes: the catalogue, and one's own."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classes.queries.catalogue import WHEN, CatalogueFilter, classes_for, describe

CLASSES_PER_PAGE = 24


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the classes that the reader may know of, by time and words."""
    wanted = CatalogueFilter.from_query(request.GET)
    page = Paginator(classes_for(request.user, wanted), CLASSES_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    describe(page.object_list, request.user)
    return render(request, "classes/catalogue.html", {"page_obj": page, "wanted": wanted, "when_choices": WHEN.items()})
