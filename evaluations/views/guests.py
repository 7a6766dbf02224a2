"""What guest instructors read without an account, and the page on which their addresses are made."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classes.models import TrainingClassPage
from classes.permissions import may_run_class
from evaluations.actions.feedback.guests import make_guest_link, revoke_guest_link
from evaluations.actions.feedback.releasing import HELD_BACK
from evaluations.forms.guests import GuestLinkForm
from evaluations.models import GuestLink
from evaluations.queries.feedback.figures import compare, figure_for, school_mean
from evaluations.queries.feedback.guests import (
    instructors_asked_about,
    links_of_class,
    surveys_opened_by,
    tallies_opened_by,
)
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS, summary_of
from evaluations.questions.asking import Questionnaire
from evaluations.results.guests import link_of, token_of
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

ROWS_PER_PAGE = 30


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open ``view`` by the token of a link that is open: 404 for one that never was, 410 once it is over.

    Nothing keeps the answer, no search engine lists it, and no other site is told the address.
    """

    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
        link = link_of(token)
        if link is None:
            raise Http404
        if link.is_open(timezone.now()):
            response = view(request, link, token=token, **arguments)
        else:
            response = render(request, "evaluations/guests/over.html", {"link": link}, status=410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


@by_link
def lectures(request: HttpRequest, link: GuestLink, *, token: str) -> HttpResponse:
    """List the instructor's own lectures in the class."""
    page = Paginator(surveys_opened_by(link), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "link": link,
        "token": token,
        "page_obj": page,
        "figure": figure_for(tallies_opened_by(link)),
        "school_mean": school_mean(tallies_opened_by(link)),
    }
    return render(request, "evaluations/guests/lectures.html", context)


@by_link
def lecture(request: HttpRequest, link: GuestLink, *, token: str, survey_id: uuid.UUID) -> HttpResponse:
    """Show what was said of one of them, and nothing that was said of a colleague."""
    survey = get_object_or_404(surveys_opened_by(link), public_id=survey_id)
    summary = summary_of(survey, only_about=link.instructor)
    compare(summary)
    context = {
        "link": link,
        "token": token,
        "survey": survey,
        "summary": summary,
        "questionnaire": Questionnaire(survey.version.content),
        "minimum": MINIMUM_ANSWERS,
        "holds": MINIMUM_ANSWERS + HELD_BACK,
        "is_guest": True,
    }
    return render(request, "evaluations/guests/lecture.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def links(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the addresses that were made for a class; make another."""
    training_class = _run(request, class_id)
    form = GuestLinkForm(request.POST or None, people=instructors_asked_about(training_class))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                make_guest_link(training_class=training_class, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The link is made. Send it to nobody else."))
                return redirect("evaluations:guest_links", training_class.public_id)
    now = timezone.now()
    page = Paginator(links_of_class(training_class), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "training_class": training_class,
        "form": form,
        "page_obj": page,
        "rows": [(one, _address(request, one) if one.is_open(now) else "") for one in page],
        "has_instructors": form.fields["instructor"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "evaluations/guests/links.html", context, status=status)


@require_POST
@login_required
def revoke(request: SignedInRequest, class_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    """Close an address before its time."""
    training_class = _run(request, class_id)
    link = get_object_or_404(links_of_class(training_class), public_id=link_id)
    revoke_guest_link(link=link, by=request.user)
    messages.success(request, _("The link opens no more."))
    return redirect("evaluations:guest_links", training_class.public_id)


def _run(request: SignedInRequest, class_id: uuid.UUID) -> TrainingClassPage:
    # Also of a class that is not published any more: its links still open, and are closed here.
    training_class = get_object_or_404(TrainingClassPage, public_id=class_id)
    if not may_run_class(request.user, training_class):
        raise Http404
    return training_class


def _address(request: HttpRequest, link: GuestLink) -> str:
    return request.build_absolute_uri(reverse("evaluations:guest", args=[token_of(link)]))
