"""The board on which instructors see where their class needs them."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classes.models import TrainingClassPage
from classes.queries.place import settle_zone
from forums.models import ForumPage
from forums.permissions import keeps_order_in_class
from forums.queries.board import HOURS, board_of
from people.requests import SignedInRequest


@require_safe
@login_required
@never_cache
def show(request: SignedInRequest, class_id: uuid.UUID) -> HttpResponse:
    """Show what is unanswered, stuck and flagged in the forums of a class, and who has not spoken there."""
    training_class = get_object_or_404(TrainingClassPage, public_id=class_id)
    if not keeps_order_in_class(request.user, training_class):
        raise Http404
    hours = request.GET.get("hours", "")
    chosen = int(hours) if hours in map(str, HOURS) else 24
    forum = _forum(request, training_class)
    context = {
        "training_class": training_class,
        "zone": settle_zone(training_class),
        "board": board_of(training_class, now=timezone.now(), hours=chosen, forum=forum),
        "forum": forum,
        "hours": chosen,
        "all_hours": HOURS,
    }
    return render(request, "forums/board.html", context)


def _forum(request: SignedInRequest, training_class: TrainingClassPage) -> ForumPage | None:
    """Return the forum of the class that ``?forum=`` names."""
    asked = request.GET.get("forum", "")
    if not asked:
        return None
    try:
        key = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(ForumPage.objects.child_of(training_class), public_id=key)
