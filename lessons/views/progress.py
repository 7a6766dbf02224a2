"""Reports of study from a lesson's page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lessons.actions.progress import finish_lesson, report_progress
from lessons.forms import ProgressForm
from lessons.views.access import readable_lesson
from people.requests import SignedInRequest


@require_POST
@login_required
def report(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Take ``percent`` and ``seconds`` from the page's script."""
    lesson = readable_lesson(request, translation_key, language)
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
    lesson = readable_lesson(request, translation_key, language)
    finish_lesson(lesson=lesson, by=request.user)
    messages.success(request, _("Finished. Well done!"))
    return redirect(lesson.get_url(request))
