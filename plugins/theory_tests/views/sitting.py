"""Where a learner sits tests: the tests of a class, the page before one begins, the paper, and what came of it."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plugins.theory_tests.actions.attempts import Saved, close_if_over, save_answers, start_attempt, submit_attempt
from plugins.theory_tests.giving import words_of
from plugins.theory_tests.models import Attempt, AttemptState, Shows
from plugins.theory_tests.permissions import may_mark
from plugins.theory_tests.queries.attempts import marked_questions, questions_of
from plugins.theory_tests.queries.papers import version_contents
from plugins.theory_tests.queries.sittings import own_tests, results_open, shown_to_learners, sittings_in
from plugins.theory_tests.views.access import attempt_for, own_test, seat_of
from schoolhouse.refusals import Refusal

_FORM = "plugins:theory_tests:attempt"
_RESULT = "plugins:theory_tests:result"


@require_safe
@login_required
@never_cache
def own(request: HttpRequest, class_id: uuid.UUID) -> HttpResponse:
    """List the tests of the reader's class with how they stand to each."""
    seat, _user = seat_of(request, class_id)
    tests = own_tests(seat, list(sittings_in(seat.training_class)))
    return render(request, "theory_tests/own.html", {"training_class": seat.training_class, "tests": tests})


@require_safe
@login_required
@never_cache
def test(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Show what a test is before it begins, and the attempts that there were."""
    sitting, seat, _user = own_test(request, test_id)
    for attempt in sitting.attempts.filter(enrollment=seat, state=AttemptState.OPEN).select_related(
        "sitting__version", "sitting__training_class", "enrollment"
    ):
        close_if_over(attempt=attempt)
    context = {
        "training_class": sitting.training_class,
        "sitting": sitting,
        "content": sitting.version.content,
        "own": own_tests(seat, [sitting])[0],
        "sees_results": results_open(sitting, timezone.now()),
    }
    return render(request, "theory_tests/test.html", context)


@require_POST
@login_required
def start(request: HttpRequest, test_id: uuid.UUID) -> HttpResponse:
    """Begin an attempt, or go on with the one that is under way."""
    sitting, seat, user = own_test(request, test_id)
    try:
        attempt = start_attempt(sitting=sitting, enrollment=seat, by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plugins:theory_tests:test", sitting.public_id)
    return redirect(_FORM, attempt.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Show the paper with what was answered; keep it, or hand it in, as a plain form without JavaScript does."""
    found, user = attempt_for(request, attempt_id)
    if request.method == "POST":
        return _sent(request, found, user)
    if close_if_over(attempt=found):
        return redirect(_RESULT, found.public_id)
    return _paper(request, found)


def _paper(request: HttpRequest, found: Attempt, status: int = 200) -> HttpResponse:
    items = questions_of(found)
    left = (found.deadline - timezone.now()).total_seconds()
    context = {
        "training_class": found.sitting.training_class,
        "sitting": found.sitting,
        "attempt": found,
        "items": items,
        "answered": sum(item.is_answered for item in items),
        "seconds": max(int(left), 0),
    }
    return render(request, "theory_tests/attempt.html", context, status=status)


def _sent(request: HttpRequest, found: Attempt, user: Any) -> HttpResponse:
    hands_in = "submit" in request.POST
    try:
        if hands_in:
            found, saved = submit_attempt(attempt=found, data=request.POST, by=user)
        else:
            saved = save_answers(attempt=found, data=request.POST, by=user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        if refusal.status == 400:
            return _paper(request, found, status=400)
        return redirect(_FORM, found.public_id)  # which leads on where it is over
    _say_replaced(request, found, saved)
    if not hands_in:
        messages.success(request, _("Your answers are saved."))
        return redirect(_FORM, found.public_id)
    if found.ended_by_time:
        messages.warning(request, _("The time is over. What you had saved was handed in."))
    else:
        messages.success(request, _("You have handed in your test."))
    return redirect(_RESULT, found.public_id)


def _say_replaced(request: HttpRequest, found: Attempt, saved: Saved) -> None:
    for number, words in _replaced(found, saved).items():
        said = {"number": number, "words": words}
        messages.warning(request, _("Question %(number)s was answered elsewhere as well: “%(words)s”.") % said)


def _replaced(found: Attempt, saved: Saved) -> dict[int, str]:
    """Return in words what other answers were sent from elsewhere and gave way."""
    if not saved.replaced:
        return {}
    versions = dict(found.answers.filter(number__in=saved.replaced).values_list("number", "version"))
    contents = version_contents(versions.values())
    return {
        number: words_of(contents[versions[number]], given) or _("no answer")
        for number, given in saved.replaced.items()
    }


@require_POST
@login_required
def save(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Keep answers while they are given. Answers as JSON: ``revisions`` by question, and what gave way."""
    found, user = attempt_for(request, attempt_id)
    try:
        saved = save_answers(attempt=found, data=request.POST, by=user)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal), "code": refusal.code}, status=refusal.status)
    left = (found.deadline - timezone.now()).total_seconds()
    body = {"revisions": saved.revisions, "replaced": _replaced(found, saved), "seconds": max(int(left), 0)}
    return HttpResponse(json.dumps(body), content_type="application/json")


@require_safe
@login_required
@never_cache
def result(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Show what an attempt came to, as far as its learner may see it; whoever marks sees all."""
    found, user = attempt_for(request, attempt_id, marker=True)
    is_own = found.enrollment.learner_id == user.pk
    now, sitting = timezone.now(), found.sitting
    if not close_if_over(attempt=found):
        if not is_own:
            raise Http404
        return redirect(_FORM, found.public_id)
    marks = not is_own and may_mark(user, sitting.training_class)
    shows = Shows.EXPLANATIONS if marks else shown_to_learners(sitting, now)
    is_marked = found.state == AttemptState.MARKED
    context = {
        "training_class": sitting.training_class,
        "sitting": sitting,
        "attempt": found,
        "is_own": is_own,
        "is_marked": is_marked,
        "shows": shows,
        "passed": is_marked and (found.share or 0) * 100 >= sitting.version.content["pass_percent"],
        "items": marked_questions(found, shows) if is_marked or marks else [],
        "back": reverse("plugins:theory_tests:test", args=[sitting.public_id])
        if is_own
        else reverse("plugins:theory_tests:people", args=[sitting.public_id]),
    }
    return render(request, "theory_tests/attempt_result.html", context)
