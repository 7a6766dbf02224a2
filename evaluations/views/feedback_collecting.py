"""Collecting feedback: the code on the screen, closing early, forms on paper, and what a class is asked."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.permissions import INSIDE_STATES, may_run_class
from evaluations.actions.feedback.attaching import close_survey
from evaluations.actions.feedback.on_paper import enter_paper_form, paper_room
from evaluations.forms.feedback import FeedbackResponseForm
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_close, may_collect, paper_seats
from evaluations.queries.feedback.figures import figure_for, school_mean, tallies_of_class
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS
from evaluations.queries.survey import answers_in, surveys_of_class
from evaluations.views.access import any_class, any_survey
from evaluations.views.feedback import key_of
from people.actions.slips import qr_svg
from people.requests import SignedInRequest
from people.roles import Role
from people.scope import scope_of
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def collect(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show the code that leads to the form, as large as the screen, and how many have answered."""
    survey = _collected(request, survey_id)
    address = request.build_absolute_uri(reverse("evaluations:survey", args=[survey.public_id]))
    context = {"qr": qr_svg(address), "address": address, **_standing(request, survey)}
    return render(request, "evaluations/collect.html", context)


@require_GET
@login_required
@never_cache
def collected(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Say how many have answered: a part of the screen with the code, fetched anew."""
    survey = _collected(request, survey_id)
    return render(request, "evaluations/_collected.html", _standing(request, survey))


@require_POST
@login_required
def close(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Close a form before its time."""
    survey = any_survey(survey_id)
    if not may_close(request.user, survey):
        raise Http404
    try:
        close_survey(survey=survey, now=timezone.now(), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The form is closed. What was answered can be read in a minute."))
    return redirect("evaluations:collect", survey.public_id)


def _collected(request: SignedInRequest, survey_id: uuid.UUID) -> FeedbackSurvey:
    survey = any_survey(survey_id)
    if not may_collect(request.user, survey):
        raise Http404
    return survey


def _standing(request: SignedInRequest, survey: FeedbackSurvey) -> dict[str, Any]:
    now, training_class = timezone.now(), survey.training_class
    assert training_class is not None  # nobody may collect without
    return {
        "survey": survey,
        "training_class": training_class,
        "answered": answers_in(survey),
        "asked": training_class.enrollments.filter(state__in=INSIDE_STATES).count(),
        "is_open": survey.is_open(now),
        "is_early": now < survey.opens_at,
        "may_close": may_close(request.user, survey),
    }


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def paper(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Enter a form that somebody of the learning point filled in on paper."""
    survey = any_survey(survey_id)
    seats = paper_seats(request.user, survey).select_related("learner", "organization")
    if not scope_of(request.user).has_role(Role.POINT) or not seats.exists():
        raise Http404
    form = FeedbackResponseForm(request.POST or None, request.FILES or None, survey=survey)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                enter_paper_form(
                    survey=survey,
                    answers=form.take_answers(),
                    seat=key_of(request.POST.get("seat", "")),
                    client_key=key_of(request.POST.get("client_key", "")) or uuid.uuid4(),
                    by=request.user,
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The form is kept. Put it aside and take the next one."))
                return redirect("evaluations:paper", survey.public_id)
    answered = survey.participations.values("learner")
    context = {
        "survey": survey,
        "form": form,
        "training_class": survey.training_class,
        "seats": seats.exclude(learner__in=answered).order_by("learner__full_name", "pk"),
        "chosen": request.POST.get("seat", ""),
        "room": paper_room(survey, request.user),
        "is_open": survey.is_open(timezone.now()),
        "client_key": key_of(request.POST.get("client_key", "")) or uuid.uuid4(),
        "minimum": MINIMUM_ANSWERS,
    }
    return render(request, "evaluations/paper.html", context, status=status)


@require_GET
@login_required
def of_class(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """List what the learners of a class are asked, for who runs it and for its learning points."""
    training_class = any_class(class_id)
    points = scope_of(request.user).organizations(Role.POINT) if scope_of(request.user).has_role(Role.POINT) else None
    seats = training_class.enrollments.filter(state__in=INSIDE_STATES)
    enters = points is not None and seats.filter(organization__in=points).exists()
    runs = may_run_class(request.user, training_class)
    if not runs and not enters:
        raise Http404
    now = timezone.now()
    context: dict[str, Any] = {
        "training_class": training_class,
        "rows": [(one, one.is_open(now)) for one in surveys_of_class(training_class)],
        "runs": runs,
        "enters": enters,
        "asked": seats.count(),
    }
    if runs:
        own = tallies_of_class(training_class)
        context |= {"figure": figure_for(own), "school_mean": school_mean(own)}
    return render(request, "evaluations/class_feedback.html", context)
