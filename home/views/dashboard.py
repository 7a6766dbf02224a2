"""The dashboard: what matters today, said first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from foundation.fragments import render_shared
from home.queries.today import outline_of, today_of
from people.published import published_version
from people.requests import SignedInRequest


@require_GET
@login_required
def learn(request: SignedInRequest) -> HttpResponse:
    """Show the day of whoever has signed in; those who have the same before them share its text."""
    now = timezone.now()
    outline, language = outline_of(request.user, now=now), translation.get_language() or ""
    return render_shared(
        request,
        "home/today.html",
        key=(published_version(), timezone.localdate(now), outline.moments, outline.others),
        shared=lambda: {"today": today_of(request.user, now=now, language=language), "now": now},
        own={"today": outline},
    )
