"""Filling in a feedback form, and reading what was answered."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.releasing import HELD_BACK
from evaluations.forms.feedback import FeedbackResponseForm
from evaluations.models import FeedbackFile
from evaluations.permissions.feedback import may_answer, may_collect, reads_school
from evaluations.permissions.mending import may_mend
from evaluations.queries.feedback.figures import figure_for, school_mean, tallies_of_instructor
from evaluations.queries.feedback.files import may_fetch
from evaluations.queries.feedback.reading import summary_for
from evaluations.queries.feedback.summary import MINIMUM_ANSWERS
from evaluations.queries.survey import class_asked, surveys_of_instructor
from evaluations.questions.asking import Questionnaire
from evaluations.results.documents import KINDS
from evaluations.results.survey_files import survey_file
from evaluations.views.access import any_survey, readable_survey
from people.requests import SignedInRequest
from people.views.current import school_of
from people.views.files import send
from schoolhouse.refusals import Refusal


@require_http_methods(["GET", "POST"])
@login_required
def fill_in(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Fill in a survey once; afterwards the page says thank you."""
    survey = any_survey(survey_id)
    if not may_answer(request.user, survey):
        raise Http404
    sent = request.method == "POST"
    form = FeedbackResponseForm(request.POST if sent else None, request.FILES if sent else None, survey=survey)
    status = 200
    if sent:
        status = 400
        if form.is_valid():
            try:
                key = key_of(request.POST.get("client_key", ""))
                submit_feedback(survey=survey, answers=form.take_answers(), by=request.user, client_key=key)
            except Refusal as refusal:
                if not form.errors:
                    form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Thank you: your feedback has been kept."))
                return redirect("evaluations:survey", survey.public_id)
    now = timezone.now()
    context = {
        "survey": survey,
        "questionnaire": form.questionnaire,
        "form": form,
        "training_class": class_asked(survey),
        "has_answered": survey.participations.filter(learner=request.user).exists(),
        "is_open": survey.is_open(now),
        "is_early": now < survey.opens_at,
        "client_key": key_of(request.POST.get("client_key", "")) or uuid.uuid4(),
        "minimum": MINIMUM_ANSWERS,
        "others": MINIMUM_ANSWERS - 1,
    }
    return render(request, "evaluations/survey.html", context, status=status)


def key_of(sent: str) -> uuid.UUID | None:
    """Return the key that a form was sent with; ``None`` where it is missing or is none."""
    try:
        return uuid.UUID(sent)
    except ValueError:
        return None


@require_GET
@login_required
def own_lectures(request: SignedInRequest) -> HttpResponse:
    """List the surveys about the instructor's own lectures."""
    page = Paginator(surveys_of_instructor(request.user), 30).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "figure": figure_for(tallies_of_instructor(request.user)),
        "school_mean": school_mean(tallies_of_instructor(request.user)),
        "reads_school": reads_school(request.user),
    }
    return render(request, "evaluations/own_lectures.html", context)


@require_GET
@login_required
def summary(request: SignedInRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show what was answered, to the instructors of the lecture and who runs the class."""
    survey = readable_survey(request, survey_id)
    context = {
        "survey": survey,
        "training_class": class_asked(survey),
        "may_collect": may_collect(request.user, survey),
        "holds": MINIMUM_ANSWERS + HELD_BACK,
        "questionnaire": Questionnaire(survey.version.content),
        "summary": summary_for(request.user, survey),
        "minimum": MINIMUM_ANSWERS,
        "may_mend": may_mend(request.user, survey),
        "items": survey.action_items.all(),
    }
    return render(request, "evaluations/summary.html", context)


@require_safe
@login_required
@never_cache
def summary_file(request: SignedInRequest, survey_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """Offer what the reader sees of a summary for saving, as ``xlsx`` or ``pdf``."""
    survey = readable_survey(request, survey_id)
    if kind not in KINDS:
        raise Http404
    return survey_file(summary_for(request.user, survey), school=school_of(request), kind=kind)


@require_safe
@login_required
def answer_file(request: SignedInRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """Hand out the picture or file of an answer to those who read that answer; it does not exist for others."""
    row = get_object_or_404(FeedbackFile.objects.select_related("survey__page"), pk=file_id)
    if not may_fetch(request.user, row):
        raise Http404
    return send(request, row.file, filename=row.name or "file", kind="feedback-file")
