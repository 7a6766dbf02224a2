"""The dashboard: what matters today, said first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from foundation.fragments import kept_texts, render_shared
from home.queries.today import Outline, Today, outline_of, today_of
from people.published import published_version
from people.requests import SignedInRequest


@require_GET
@login_required
def learn(request: SignedInRequest) -> HttpResponse:
    """Show the day of whoever has signed in; those who have the same before them share its text."""
    now = timezone.now()
    outline, language = outline_of(request.user, now=now), translation.get_language() or ""

    def today() -> Today:
        return today_of(request.user, now=now, language=language)

    return render_shared(
        request,
        "home/today.html",
        key=(published_version(), timezone.localdate(now), outline.moments, outline.classes),
        shared=lambda: {"today": today(), "now": now},
        own={"today": outline},
        marks={
            "aside": _aside(request, outline, today),
            "going_on": {str(pk): _going_on(minutes) for pk, minutes in outline.going_on.items()},
        },
    )


def _aside(request: SignedInRequest, outline: Outline, today: Callable[[], Today]) -> str:
    """Return what is due and the points; rendered anew when they change."""

    def render(missing: list[int]) -> list[str]:
        return [render_to_string("home/_today_aside.html", {"today": today()}, request)]

    version = published_version()
    return kept_texts(("home.aside", request.get_host(), version, outline.aside), [version], render)[0]


def _going_on(minutes: int) -> str:
    """Return the line that says for how long something has been going on."""
    return kept_texts(
        ("home.going_on", minutes),
        [minutes],
        lambda missing: [render_to_string("home/_going_on.html", {"minutes": minutes})],
    )[0]
