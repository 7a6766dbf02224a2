"""What is new in all forums, on one page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums.actions.reading import mark_all_read
from forums.queries import since
from forums.queries.keypages import place_from, place_page, time_from
from forums.queries.search import reach_of
from foundation.prepared.once import one_question
from people.requests import SignedInRequest


@require_safe
@login_required
def show(request: SignedInRequest) -> HttpResponse:
    """Show what came since the reader left: unread threads, and posts that answer, name or should interest them."""
    before = place_from(request.GET.get("before", ""))
    with one_question():
        reach = reach_of(request.user)
        unread = since.unread_threads(reach, before=before)
        threads = place_page(unread, since.place_of_unread, size=since.THREADS_PER_PAGE)
        parts = []
        if before is None:
            parts = [
                (_("Answers to you"), list(since.replies_to(reach)[: since.POSTS_SHOWN])),
                (_("Where you are named"), list(since.mentions_of(reach)[: since.POSTS_SHOWN])),
                (_("From instructors"), list(since.from_instructors(reach)[: since.POSTS_SHOWN])),
                (_("Best answers"), list(since.best_answers(reach)[: since.POSTS_SHOWN])),
            ]
    context = {
        "threads": threads.rows,
        "older": threads.next,
        "parts": [part for part in parts if part[1]],
        "now": timezone.now(),
    }
    return render(request, "forums/since.html", context)


@require_POST
@login_required
def read_all(request: SignedInRequest) -> HttpResponse:
    """Count everything as read that had been posted when the page was shown."""
    until = time_from(request.POST.get("until", ""))
    if until is not None:
        mark_all_read(until=min(until, timezone.now()), by=request.user)
        messages.success(request, _("Everything up to now counts as read."))
    return redirect("forums:since")
