"""What learners and juries see: where they may choose, their own ballot, and who was recognized."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from classes.permissions import is_enrolled, may_run_class
from people.views.current import oneself
from plugins.recognitions.actions import ballots
from plugins.recognitions.models import RecognitionState
from plugins.recognitions.permissions import may_see, may_vote
from plugins.recognitions.queries.recognitions import candidates_for, chosen_by, for_learners
from plugins.recognitions.views.access import any_recognition, class_with
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def of_class(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List what learners of a class may vote about, and who was recognized."""
    training_class, user = class_with(public_id), oneself(request)
    if not is_enrolled(user, training_class) and not may_run_class(user, training_class):
        raise Http404
    rows = list(for_learners(training_class))
    context = {
        "training_class": training_class,
        "class_url": training_class.get_url(request),
        "open": [one for one in rows if one.state == RecognitionState.OPEN],
        "awarded": [one for one in rows if one.state == RecognitionState.AWARDED],
        "votes": is_enrolled(user, training_class),
    }
    return render(request, "recognitions/of_class.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def ballot(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the reader's own ballot, and take it."""
    recognition, user = any_recognition(public_id), oneself(request)
    if not may_see(user, recognition) or not may_vote(user, recognition):
        raise Http404
    trouble, status, chosen = "", 200, chosen_by(recognition, user)
    if request.method == "POST":
        chosen = set(keys_in(request.POST.getlist("learner")))
        try:
            ballots.cast(recognition=recognition, enrollments=chosen, by=user)
        except Refusal as refusal:
            trouble, status = str(refusal), refusal.status
        else:
            messages.success(request, _("Your ballot is in. You may change it until ballots are counted."))
            return redirect("plugins:recognitions:ballot", public_id)
    context = {
        "recognition": recognition,
        "training_class": recognition.training_class,
        "learns": is_enrolled(user, recognition.training_class),
        "is_open": recognition.state == RecognitionState.OPEN,
        "rows": [(seat, seat.public_id in chosen) for seat in candidates_for(recognition, user)],
        "was_cast": recognition.ballots.filter(voter=user).exists(),
        "trouble": trouble,
    }
    return render(request, "recognitions/ballot.html", context, status=status)


def keys_in(written: list[str]) -> list[uuid.UUID]:
    """Return what was sent as keys; what is none is a key of nobody, so that the action refuses it."""
    found = []
    for text in written:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            found.append(uuid.UUID(int=0))
    return found
