"""Taking a stranger's word that a lesson was looked at."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lessons.actions.views import note_views
from lessons.seen import is_robot, is_seen, mark_of_stranger
from lessons.views.access import readable_lesson
from people.views.limits import count, too_many

LIMITS = {"seen": "180/m/ip"}
"""A class that reads without signing in comes from one address, and opens one lesson after the other."""


@csrf_exempt  # the sealed token is asked for instead; nothing is done in anybody's name
@require_POST
def seen(request: HttpRequest, translation_key: uuid.UUID, language: str) -> HttpResponse:
    """Note a view, once for each stranger and day. Those who have signed in are counted from what they study."""
    lesson = readable_lesson(request, translation_key, language)
    if request.user.is_authenticated:
        raise Http404
    if not count(request, "seen", app="lessons", limits=LIMITS):
        return too_many(request, "seen", app="lessons", limits=LIMITS)
    if not is_seen(request.POST.get("token", "")[:200], lesson.translation_key):
        return HttpResponseBadRequest(_("This page was not open long enough, or too long."))
    if not is_robot(request.headers.get("User-Agent", "")):
        day = timezone.localdate()
        note_views(lesson.translation_key, [(day, mark_of_stranger(request, day))])
    return HttpResponse(status=204)
