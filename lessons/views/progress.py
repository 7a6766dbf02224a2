"""Reports of study from a lesson's page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lessons.actions.progress import finish_lesson, report_progress
from lessons.forms import ProgressForm
from lessons.models import LessonPage
from people.audience import may_see
from people.requests import SignedInRequest


def _by_key(request: HttpRequest, translation_key: uuid.UUID, language: str) -> LessonPage:
    """Return the live lesson in ``language`` if the reader may see it; else answer 404."""
    lesson = get_object_or_404(
        LessonPage.objects.live(), translation_key=translation_key, locale__language_code=language
    )
    if not may_see(request.user, lesson):
        raise Http404
    return lesson


@require_POST
@login_required
def report(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Take ``percent`` and ``seconds`` from the page's script."""
    lesson = _by_key(request, translation_key, language)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    progress = report_progress(
        lesson=lesson, percent=form.cleaned_data["percent"], seconds=form.cleaned_data["seconds"], by=request.user
    )
    return JsonResponse({"percent": progress.percent, "state": progress.state})


@require_POST
@login_required
def finish(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Mark the lesson as finished and go back to it."""
    lesson = _by_key(request, translation_key, language)
    finish_lesson(lesson=lesson, by=request.user)
    messages.success(request, _("Finished. Well done!"))
    return redirect(lesson.get_url(request))
