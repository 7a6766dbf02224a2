"""Filling in a feedback form, and reading what was answered."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.forms.feedback import FeedbackResponseForm
from evaluations.permissions.feedback import may_answer
from evaluations.permissions.mending import may_mend
from evaluations.queries.survey import MINIMUM_ANSWERS, summary_of, surveys_of_instructor, training_class_of
from evaluations.views.access import any_survey, readable_survey
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
def fill_in(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Fill in a survey once; afterwards the page says thank you."""
    survey = any_survey(survey_id)
    if not may_answer(request.user, survey):
        raise Http404
    form = FeedbackResponseForm(request.POST or None, survey=survey)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                submit_feedback(survey=survey, answers=form.answers, by=request.user)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Thank you: your feedback has been kept."))
                return redirect("evaluations:survey", survey.public_id)
    now = timezone.now()
    context = {
        "survey": survey,
        "form": form,
        "training_class": training_class_of(survey.page),
        "has_answered": survey.participations.filter(learner=request.user).exists(),
        "is_open": survey.opens_at <= now < survey.closes_at,
        "is_early": now < survey.opens_at,
    }
    return render(request, "evaluations/survey.html", context, status=status)


@require_GET
@login_required
def own_lectures(request: SignedInRequest) -> HttpResponse:
    """List the surveys about the instructor's own lectures."""
    page = Paginator(surveys_of_instructor(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "evaluations/own_lectures.html", {"page_obj": page})


@require_GET
@login_required
def summary(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show what was answered, to the instructors of the lecture and who runs the class."""
    survey = readable_survey(request, survey_id)
    context = {
        "survey": survey,
        "summary": summary_of(survey),
        "training_class": training_class_of(survey.page),
        "minimum": MINIMUM_ANSWERS,
        "may_mend": may_mend(request.user, survey),
        "items": survey.action_items.all(),
    }
    return render(request, "evaluations/summary.html", context)
