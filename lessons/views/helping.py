"""Lessons that somebody helps to write: the list, and suggesting changes to a draft."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lessons.actions.suggestions import suggest
from lessons.authoring.passages import passages_of
from lessons.models import LessonPage
from lessons.permissions import may_suggest
from lessons.queries.co_authors import helps_with, suggestions_on
from people.queries.ownership import organization_of
from people.requests import SignedInRequest
from people.roles import STAFF_ROLES
from people.scope import scope_of
from schoolhouse.refusals import Refusal

LESSONS_PER_PAGE = 30


@require_GET
@login_required
def helping(request: SignedInRequest) -> HttpResponse:
    """List the lessons that name the reader; who does not work for a school finds no such page."""
    if not scope_of(request.user).has_role(*STAFF_ROLES):
        raise Http404
    page = Paginator(helps_with(request.user), LESSONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "lessons/helping.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggestions(request: SignedInRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Show the draft by passages, each with what was suggested, and take a suggestion."""
    lesson = _named_lesson(request, translation_key, language)
    if request.method == "POST":
        return _take(request, lesson)
    said: dict[tuple[str, str], list[object]] = {}
    for one in suggestions_on(lesson):
        said.setdefault((one.passage, one.before.strip()), []).append(one)
    draft = lesson.get_latest_revision_as_object()
    passages = [
        {"number": number, "passage": one, "said": said.pop((one.path, one.text.strip()), [])}
        for number, one in enumerate(passages_of(draft), 1)
    ]
    context = {
        "lesson": draft,
        "owner": organization_of(lesson),
        "passages": passages,
        "elsewhere": [one for rows in said.values() for one in rows],
    }
    return render(request, "lessons/suggest.html", context)


def _take(request: SignedInRequest, lesson: LessonPage) -> HttpResponse:
    sent = {name: request.POST.get(name, "").replace("\x00", "") for name in ("path", "before", "proposed", "reason")}
    try:
        suggest(lesson=lesson, by=request.user, **sent)
        messages.success(request, _("Thank you. Who writes the lesson sees it in the editor."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(request.path)


def _named_lesson(request: HttpRequest, translation_key: uuid.UUID, language: str) -> LessonPage:
    lessons = LessonPage.objects.filter(translation_key=translation_key, locale__language_code=language)
    lesson: LessonPage | None = lessons.select_related("locale", "latest_revision").first()
    if lesson is None or not may_suggest(request.user, lesson):  # type: ignore[arg-type]
        raise Http404
    return lesson
