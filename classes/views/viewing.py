"""From the admin to a page as a learner of its class sees it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from wagtail.models import Page

from classes.models import TrainingClassPage
from classes.permissions import may_view_as_learners
from classes.queries.roster import RosterFilter, viewable_learners
from people.views.current import person_of

LEARNERS_SHOWN = 12


@require_GET
@login_required
def view_as(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Offer the learners of a class as whom one may look at one of its pages, ``?at=``; by itself at the class's."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_view_as_learners(request.user, training_class):
        raise Http404
    page = _page_of(training_class, request.GET.get("at", ""))
    words = RosterFilter.from_query(request.GET).words
    learners, more = viewable_learners(training_class, words, person_of(request), LEARNERS_SHOWN)
    context = {
        "training_class": training_class,
        "page": page,
        "learners": learners,
        "more": more,
        "words": words,
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        # What is not published yet, no learner finds.
        "then": (page.live and page.get_url(request)) or "",
    }
    return render(request, "classes/view_as.html", context)


def _page_of(training_class: TrainingClassPage, key: str) -> Page:
    if not key.isdecimal():
        return training_class
    return Page.objects.descendant_of(training_class, inclusive=True).filter(pk=int(key)).first() or training_class
