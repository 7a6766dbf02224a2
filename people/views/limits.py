"""Limits on tries, counted in the shared cache by allauth's counter."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

LIMITS = {
    # A whole class comes in by its slips within a minute, from one address.
    "code": "300/m/ip",
    "code_failed": "60/m/ip",
    "password": "10/m/user",
}


def count(request: HttpRequest, action: str) -> bool:
    """Count one try of ``action``; ``False`` if there were too many."""
    return bool(ratelimit.consume(request, app="people", action=action, config=LIMITS))


def exhausted(request: HttpRequest, action: str) -> bool:
    """Say whether ``action`` has had too many tries, without counting one."""
    return not ratelimit.consume(request, app="people", action=action, config=LIMITS, dry_run=True)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 with an explanation."""
    return ratelimit.respond_429(request)
