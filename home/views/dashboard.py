"""The dashboard: what matters today, said first."""

import functools
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from foundation.fragments import hole, kept_text, render_shared
from home.queries.panels import panels_for
from home.queries.today import Today, outline_of, today_of
from people.published import published_version
from people.requests import SignedInRequest


@require_GET
@login_required
def learn(request: SignedInRequest) -> HttpResponse:
    """Show the day of whoever has signed in; those who have the same before them share its text."""
    now = timezone.now()
    outline, published = outline_of(request.user, now=now), published_version()
    if getattr(request, "viewer", None) is not None:  # reflections are closed to who looks as somebody else
        open_to_all = tuple(row for row in outline.aside.waiting if row[0] == "notice")
        outline = replace(outline, aside=replace(outline.aside, waiting=open_to_all))

    @functools.cache
    def today() -> Today:
        return today_of(outline, now=now, language=translation.get_language() or "")

    panels = panels_for(request)
    aside = kept_text((published, outline.aside), "home/_today_aside.html", lambda: {"today": today()}, request=request)
    return render_shared(
        request,
        "home/today.html",
        key=(published, timezone.localdate(now), outline.classes, outline.current, outline.moments, outline.offers),
        shared=lambda: {"today": today(), "now": now, "name": hole("reader_name")},
        marks={
            "aside": aside,
            "panels": kept_text(panels, "home/_panels.html", lambda: {"panels": panels}) if panels else "",
            "going_on": {
                str(pk): kept_text(minutes, "home/_going_on.html", {"minutes": minutes}.copy)
                for pk, minutes in outline.going_on.items()
            },
        },
    )
