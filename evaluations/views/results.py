"""What feedback says of a school: on a page, as a spreadsheet and to print."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evaluations.permissions.feedback import reads_school
from evaluations.results.asked import Asked, Grouping
from evaluations.results.documents import KINDS, narrowed, school_file
from evaluations.results.school import SchoolResults
from people.requests import SignedInRequest
from people.views.current import school_of

LINES_PER_PAGE = 50


@require_safe
@login_required
@never_cache
def results(request: SignedInRequest) -> HttpResponse:
    """Show the figures of everything the reader heads, narrowed as the address says."""
    found = _results(request)
    asked = found.asked
    page = Paginator(found.lines(asked.by), LINES_PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "asked": asked,
        "figure": found.figure,
        "school_mean": found.school_mean,
        "page_obj": page,
        "groupings": [(one.label, asked.address(by=one), one == asked.by) for one in Grouping],
        "categories": found.categories.options(),
        "organizations": found.places.tree.options(),
        "instructors": found.instructors(),
        "narrowed": narrowed(found),
        "address": asked.address(),
        "everything": Asked(by=asked.by).address(),
    }
    return render(request, "evaluations/results/school.html", context)


@require_safe
@login_required
@never_cache
def results_file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Offer the same for saving, all groupings after one another; ``kind`` is ``xlsx`` or ``pdf``."""
    found = _results(request)
    if kind not in KINDS:
        raise Http404
    return school_file(found, school=school_of(request), kind=kind)


def _results(request: SignedInRequest) -> SchoolResults:
    if not reads_school(request.user):
        raise Http404
    return SchoolResults(request.user, Asked.from_address(request.GET))
