"""The dashboard: what matters today, said first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from home.queries.today import today_of
from people.requests import SignedInRequest


@require_GET
@login_required
def learn(request: SignedInRequest) -> HttpResponse:
    """Show the day of whoever has signed in."""
    today = today_of(request.user, language=translation.get_language() or "")
    return render(request, "home/today.html", {"today": today, "now": timezone.now()})
