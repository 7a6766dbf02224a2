"""Finishing a lesson, and confirming that others have studied it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lessons.actions.completion import confirm_lesson, say_finished
from lessons.checks.finding import checks_in
from lessons.models import LessonPage, ProgressState
from lessons.permissions import confirmable, may_confirm_some
from lessons.queries.confirming import waiting_for
from lessons.views.access import readable_lesson
from people.requests import SignedInRequest
from people.roles import STAFF_ROLES
from people.scope import scope_of
from people.views.current import person_of
from schoolhouse.refusals import Refusal

LEARNERS_PER_PAGE = 60


@require_POST
@login_required
def finish(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Take the learner's word, say what is still missing, and go back to the lesson."""
    lesson = readable_lesson(request, translation_key, language)
    try:
        progress = say_finished(lesson=lesson, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        if progress.state == ProgressState.COMPLETED:
            messages.success(request, _("Finished. Well done!"))
        else:
            messages.info(request, _("Noted. See beside the lesson what is still missing."))
    return redirect(lesson.get_url(request) or "lessons:catalogue")


@require_GET
@login_required
def confirmations(request: SignedInRequest) -> HttpResponse:
    """List the lessons in which somebody waits for the reader's confirmation; for people who work for a school."""
    if not scope_of(request.user).has_role(*STAFF_ROLES):
        raise Http404
    return render(request, "lessons/confirmations.html", {"waiting": waiting_for(request.user)})


@require_GET
@login_required
def learners(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """List who studied the lesson, of those whom the reader teaches; who waits for confirmation first."""
    lesson = _lesson_to_confirm(request, translation_key, language)
    rows = (
        confirmable(request.user, lesson).select_related("learner", "confirmed_by").defer("studied", "played", "checks")
    )
    rows = rows.order_by(F("confirmed_at").asc(nulls_first=True), "learner__full_name", "pk")
    page = Paginator(rows, LEARNERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"lesson": lesson, "language": language, "page_obj": page, "lesson_url": lesson.get_url(request)}
    context["has_checks"] = bool(checks_in(lesson))
    return render(request, "lessons/learners.html", context)


@require_POST
@login_required
def confirm(request: SignedInRequest, translation_key: uuid.UUID, language: str, learner: uuid.UUID) -> HttpResponse:
    """Confirm that a learner has studied the lesson."""
    lesson = _lesson_to_confirm(request, translation_key, language)
    found = get_object_or_404(
        confirmable(request.user, lesson).select_related("learner"), learner__public_id=learner
    ).learner
    confirm_lesson(lesson=lesson, learner=found, by=request.user)
    messages.success(request, _("Confirmed for %(name)s.") % {"name": found.full_name})
    return redirect("lessons:learners", translation_key, language)


def _lesson_to_confirm(request: HttpRequest, translation_key: uuid.UUID, language: str) -> LessonPage:
    lesson = readable_lesson(request, translation_key, language)
    if not may_confirm_some(person_of(request), lesson):
        raise Http404
    return lesson
