"""Answering a lesson's quick checks, and how they were answered."""

import uuid

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from lessons.actions.check import answer_check
from lessons.checks.base import BadAnswer, Check
from lessons.checks.finding import asking, check_in, checks_in
from lessons.checks.showing import FRAME, address_of, own_content
from lessons.models import LessonPage
from lessons.permissions import may_confirm_some, may_open, may_see_answers
from lessons.queries.check import distributions
from lessons.queries.progress import progress_in, standing_of
from lessons.views.access import readable_lesson
from people.models import User
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal


@require_POST
def answer(request: HttpRequest, translation_key: uuid.UUID, language: str, block: str) -> HttpResponse:
    """Take an answer and show the check with its result: alone to htmx, else where it stands in the lesson."""
    lesson = readable_lesson(request, translation_key, language)
    check = check_in(lesson, block)
    if check is None:
        raise Http404
    if not isinstance(request.user, User):
        return _sent_to(request, redirect_to_login(_place(request, lesson, check)).url)
    if not may_open(request.user, lesson):
        return _sent_to(request, lesson.get_url(request) or "")
    try:
        with asking(check.kind) as kind:
            given = kind.read(check.asked, request.POST)
        answer_check(lesson=lesson, check=check, answer=given, client_key=_key(request), by=request.user)
    except Refusal as refusal:
        return _refused(request, lesson, check, refusal)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_place(request, lesson, check))
    standing = standing_of(request.user, lesson)
    news = {
        "conditions": [{"kind": one.kind, "text": str(one.text), "is_met": one.is_met} for one in standing.conditions],
        "state": "completed" if standing.study.completed else "started",
    }
    return trigger_client_event(_section(request, lesson, check, is_fresh=True), "lessons:standing", news)


@require_GET
@login_required
def answers(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Show how those whom the reader teaches, or all learners, answered the lesson's checks."""
    lesson = readable_lesson(request, translation_key, language)
    if not may_see_answers(request.user, lesson) or not checks_in(lesson):
        raise Http404
    context = {
        "lesson": lesson,
        "language": language,
        "lesson_url": lesson.get_url(request),
        "found": distributions(lesson, request.user),
        "has_learners": may_confirm_some(request.user, lesson),
    }
    return render(request, "lessons/answers.html", context)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError as error:
        raise BadAnswer(_("The form was incomplete. Load the page again.")) from error


def _place(request: HttpRequest, lesson: LessonPage, check: Check) -> str:
    return f"{lesson.get_url(request) or ''}#check-{check.block}"


def _sent_to(request: HttpRequest, place: str) -> HttpResponse:
    """Send the browser to another page, also where htmx asked."""
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)  # type: ignore[attr-defined]


def _refused(request: HttpRequest, lesson: LessonPage, check: Check, refusal: Refusal) -> HttpResponse:
    """Say why an answer was not taken; it made no attempt."""
    if request.htmx:  # type: ignore[attr-defined]
        response = _section(request, lesson, check, fault=str(refusal))
    else:
        context = {"lesson": lesson, "message": str(refusal), "place": _place(request, lesson, check)}
        response = render(request, "lessons/check_refused.html", context)
    response.status_code = refusal.status
    return response


def _section(request: HttpRequest, lesson: LessonPage, check: Check, **more: object) -> HttpResponse:
    assert isinstance(request.user, User)
    progress = progress_in.first(learner=request.user.pk, key=lesson.translation_key)
    marks = {
        "check": {check.block: own_content(lesson, check, request.user, progress, **more)},
        "check_key": {check.block: str(uuid.uuid4())},
    }
    return render(request, FRAME, {"check": check, "address": address_of(lesson, check), "marks": marks})
