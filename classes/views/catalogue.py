"""Lists of classes: the catalogue, and one's own."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from classes.models import TrainingClassPage
from classes.queries.catalogue import WHEN, CatalogueFilter, classes_for, describe
from classes.queries.membership import classes_joined_by, classes_taught_by
from people.queries.ownership import with_owner
from people.views.current import person_of

CLASSES_PER_PAGE = 24


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the classes that the reader may know of, by time and words."""
    wanted = CatalogueFilter.from_query(request.GET)
    page = Paginator(classes_for(request.user, wanted), CLASSES_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = _described(request, page.object_list)
    return render(request, "classes/catalogue.html", {"page_obj": page, "wanted": wanted, "when_choices": WHEN.items()})


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show the classes that the reader teaches, is in, waits for, and was in."""
    taught = _described(request, with_owner(classes_taught_by(person_of(request)))[:CLASSES_PER_PAGE])
    page = Paginator(with_owner(classes_joined_by(person_of(request))), CLASSES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    page.object_list = _described(request, page.object_list)
    today = timezone.localdate()
    context = {
        "taught": taught if page.number == 1 else [],
        "page_obj": page,
        "current": [one for one in page.object_list if one.ends_on >= today],
        "past": [one for one in page.object_list if one.ends_on < today],
    }
    return render(request, "classes/mine.html", context)


def _described(request: HttpRequest, classes: Iterable[TrainingClassPage]) -> list[TrainingClassPage]:
    found = list(classes)
    describe(found, request.user)
    return found
