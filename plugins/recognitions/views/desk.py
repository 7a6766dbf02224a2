"""Recognitions for those who run the class: preparing, opening, counting, awarding."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classes.models import TrainingClassPage
from people.models import User
from people.views.current import oneself
from plugins.recognitions.actions import recognitions as actions
from plugins.recognitions.actions.edges import EDGES
from plugins.recognitions.forms import RecognitionForm
from plugins.recognitions.models import Means, Recognition, RecognitionState
from plugins.recognitions.queries.recognitions import in_class
from plugins.recognitions.views.access import class_to_run, recognition_to_run
from plugins.recognitions.views.ballot import keys_in
from schoolhouse.refusals import Refusal


@require_GET
@login_required
@never_cache
def desk(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """List the recognitions of a class."""
    training_class = class_to_run(request, public_id)
    context = {**_around(training_class, request), "rows": list(in_class(training_class))}
    return render(request, "recognitions/desk.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Prepare a recognition."""
    return _write(request, class_to_run(request, public_id), None)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a recognition that is being prepared."""
    found = recognition_to_run(request, public_id)
    if found.state != RecognitionState.DRAFT:
        return redirect("plugins:recognitions:recognition", public_id)
    return _write(request, found.training_class, found)


def _write(request: HttpRequest, training_class: TrainingClassPage, found: Recognition | None) -> HttpResponse:
    initial = RecognitionForm.values_of(found) if found else None
    form = RecognitionForm(request.POST or None, training_class=training_class, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                kept = actions.write_recognition(
                    training_class=training_class, recognition=found, by=oneself(request), **form.said()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("“%(title)s” is kept.") % {"title": kept.title})
                return redirect("plugins:recognitions:recognition", kept.public_id)
    context = {**_around(training_class, request), "form": form, "recognition": found}
    return render(request, "recognitions/write.html", context, status=status)


@require_GET
@login_required
@never_cache
def recognition(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show how a recognition stands and what may follow. Whom a ballot names is not shown."""
    return _recognition(request, recognition_to_run(request, public_id))


def _recognition(request: HttpRequest, found: Recognition, trouble: str = "", status: int = 200) -> HttpResponse:
    results = list(found.results.select_related("enrollment__learner", "enrollment__group"))
    context = {
        **_around(found.training_class, request),
        "recognition": found,
        "acts": {name for name, edge in EDGES.items() if found.state in edge.sources} - _without(found),
        "jury": list(found.jurors.select_related("person")),
        "by_points": found.means == Means.RULE,
        "ballot_count": found.ballots.count(),
        "results": [(one, one.is_awarded or _proposed(found, results, one.place)) for one in results],
        "steps": list(found.steps.select_related("by")),
        "trouble": trouble,
    }
    return render(request, "recognitions/recognition.html", context, status=status)


def _without(found: Recognition) -> set[str]:
    """Return the acts that make no sense for how it is decided: points need no ballots, ballots must be opened."""
    if found.state != RecognitionState.DRAFT:
        return set()
    return {"open"} if found.means == Means.RULE else {"count"}


def _proposed(found: Recognition, results: list[Any], place: int) -> bool:
    """Say whether all who share this place fit into the places there are."""
    return found.state == RecognitionState.COUNTED and sum(one.place <= place for one in results) <= found.places


@require_POST
@login_required
def act(request: HttpRequest, public_id: uuid.UUID, name: str) -> HttpResponse:
    """Open ballots, count, award, take back, or call off."""
    found, user = recognition_to_run(request, public_id), oneself(request)
    does = _ACTS.get(name)
    if does is None:
        raise Http404
    try:
        taken = does(found, request, user)
    except Refusal as refusal:
        return _recognition(request, found, str(refusal), refusal.status)
    said = {"title": taken.title, "state": taken.get_state_display()}
    messages.success(request, _("“%(title)s”: %(state)s.") % said)
    return redirect("plugins:recognitions:recognition", public_id)


def _award(found: Recognition, request: HttpRequest, by: User) -> Recognition:
    return actions.award(recognition=found, enrollments=keys_in(request.POST.getlist("learner")), by=by)


_ACTS: dict[str, Callable[[Recognition, HttpRequest, User], Recognition]] = {
    "open": lambda found, request, by: actions.open_ballots(recognition=found, by=by),
    "count": lambda found, request, by: actions.count(recognition=found, by=by),
    "award": _award,
    "take_back": lambda found, request, by: actions.take_back(
        recognition=found, by=by, reason=request.POST.get("reason", "")
    ),
    "call_off": lambda found, request, by: actions.call_off(
        recognition=found, by=by, reason=request.POST.get("reason", "")
    ),
}


def _around(training_class: TrainingClassPage, request: HttpRequest) -> dict[str, Any]:
    return {"training_class": training_class, "class_url": training_class.get_url(request), "zone": training_class.zone}
