"""Limits on tries, counted in the shared cache by allauth's counter."""

from datetime import datetime

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.accounts.waiting import SIGN_IN, again, open_at, seconds_until

LIMITS = {
    # A whole class comes in by its slips within a minute, from one address.
    "code": "300/m/ip",
    "code_failed": "60/m/ip",
    "password": "10/m/user",
}


def count(request: HttpRequest, action: str, *, app: str = "people", limits: dict[str, str] = LIMITS) -> bool:
    """Count one try of ``action``, of this room or of one that brings its own ``limits``; ``False`` for too many."""
    return bool(ratelimit.consume(request, app=app, action=action, config=limits))


def exhausted(request: HttpRequest, action: str) -> bool:
    """Say whether ``action`` has had too many tries, without counting one."""
    return not ratelimit.consume(request, app="people", action=action, config=LIMITS, dry_run=True)


def too_many(
    request: HttpRequest, action: str, *, app: str = "people", limits: dict[str, str] = LIMITS
) -> HttpResponse:
    """Answer 429 and say when ``action`` is open again."""
    return _too_many(request, open_at(request, action, app=app, limits=limits))


def too_many_sign_ins(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429 for what allauth counts, which does not tell which of its actions that was."""
    limits = app_settings.RATE_LIMITS
    found = [open_at(request, action, app=SIGN_IN, limits=limits) for action in limits]
    return _too_many(request, max(filter(None, found), default=None))


def _too_many(request: HttpRequest, moment: datetime | None) -> HttpResponse:
    response = render(request, "429.html", {"again": again(moment)}, status=429)
    if moment is not None:
        response["Retry-After"] = str(seconds_until(moment))
    return response
