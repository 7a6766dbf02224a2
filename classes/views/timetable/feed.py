"""The timetable of a person in the calendar of a phone."""

import hashlib

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from classes.actions.calendar_feed import close_feed, open_feed
from classes.models import CalendarFeed
from classes.models.calendar_feed import hash_token
from classes.queries.timetable.calendar_file import calendar_file
from people.accounts.waiting import again, open_at, seconds_until
from people.views.current import oneself

# Phones ask every quarter of an hour at most; whoever guesses asks more often.
LIMITS = {"calendar": "60/h/key", "calendar_unknown": "60/m/ip"}


@require_GET
@login_required
@never_cache
def settings(request: HttpRequest) -> HttpResponse:
    """Say whether one has a calendar address, and how a phone takes it."""
    found = CalendarFeed.objects.filter(person=oneself(request)).first()
    return render(request, "classes/timetable/settings.html", {"feed": found})


@require_POST
@login_required
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old, and show it this once."""
    token = open_feed(by=oneself(request))
    address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    context = {
        "feed": CalendarFeed.objects.get(person=oneself(request)),
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
    }
    return render(request, "classes/timetable/settings.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """Take the address back."""
    close_feed(by=oneself(request))
    messages.success(request, _("The address leads nowhere any more."))
    return redirect("classes:calendar_settings")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the timetable of whoever has the address; it needs no session. 404 for what is no address now."""
    hashed = hash_token(token)
    found = CalendarFeed.objects.filter(token_hash=hashed, person__is_active=True).select_related("person").first()
    action, key = ("calendar", hashed) if found else ("calendar_unknown", None)
    if not ratelimit.consume(request, app="classes", action=action, config=LIMITS, key=key, limit_get=True):
        moment = open_at(request, action, app="classes", limits=LIMITS, key=key)
        said = _("Too many requests. %(again)s") % {"again": again(moment)}
        headers = {"Retry-After": str(seconds_until(moment))} if moment else {}
        return HttpResponse(said, status=429, content_type="text/plain; charset=utf-8", headers=headers)
    if found is None:
        raise Http404
    body = calendar_file(found.person, now=timezone.now(), link=request.build_absolute_uri)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="timetable.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer
