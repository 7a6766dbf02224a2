"""Finding classes, tests, attempts and answers for who asks; what they may not see does not exist for them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.models import User
from people.views.current import oneself
from plugins.theory_tests.models import Attempt, AttemptAnswer, Sitting
from plugins.theory_tests.permissions import may_mark, may_set
from schoolhouse.activation import is_active

NAME = "theory_tests"
May = Callable[[Any, TrainingClassPage], bool]


def class_for(request: HttpRequest, public_id: uuid.UUID, may: May = may_set) -> tuple[TrainingClassPage, User]:
    """Return the class and who asks, if they ``may`` there; else answer 404."""
    user = oneself(request)
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    _require(is_active(NAME, training_class) and may(user, training_class))
    return training_class, user


def sitting_for(request: HttpRequest, public_id: uuid.UUID, may: May = may_set) -> tuple[Sitting, User]:
    """Return the test and who asks, if they ``may`` in its class; else answer 404."""
    user = oneself(request)
    rows = Sitting.objects.filter(is_withdrawn=False).select_related("training_class", "version__paper")
    sitting = get_object_or_404(rows, public_id=public_id)
    _require(is_active(NAME, sitting.training_class) and may(user, sitting.training_class))
    return sitting, user


def seat_of(request: HttpRequest, training_class: uuid.UUID) -> tuple[Enrollment, User]:
    """Return the reader's own seat inside a class; else answer 404."""
    user = oneself(request)
    seats = Enrollment.objects.filter(learner=user, state__in=INSIDE_STATES)
    seat = get_object_or_404(seats.select_related("training_class"), training_class__public_id=training_class)
    _require(is_active(NAME, seat.training_class))
    return seat, user


def own_test(request: HttpRequest, public_id: uuid.UUID) -> tuple[Sitting, Enrollment, User]:
    """Return a test of a class in which the reader has a seat; else answer 404."""
    rows = Sitting.objects.filter(is_withdrawn=False).select_related("training_class", "version__paper")
    sitting = get_object_or_404(rows, public_id=public_id)
    seat, user = seat_of(request, sitting.training_class.public_id)
    return sitting, seat, user


def attempt_for(request: HttpRequest, public_id: uuid.UUID, *, marker: bool = False) -> tuple[Attempt, User]:
    """Return the reader's own attempt, or with ``marker`` also one that they may mark; else answer 404."""
    user = oneself(request)
    rows = Attempt.objects.select_related(
        "sitting__version", "sitting__training_class", "enrollment__learner", "sitting__component"
    )
    attempt = get_object_or_404(rows, public_id=public_id)
    page = attempt.sitting.training_class
    own = attempt.enrollment.learner_id == user.pk
    _require(is_active(NAME, page) and (own or (marker and may_mark(user, page))))
    return attempt, user


def answer_to_mark(request: HttpRequest, public_id: uuid.UUID) -> tuple[AttemptAnswer, User]:
    """Return an answer in words, if the reader marks in its class; else answer 404."""
    user = oneself(request)
    rows = AttemptAnswer.objects.select_related(
        "version", "attempt__sitting__version", "attempt__sitting__training_class", "attempt__enrollment"
    )
    answer = get_object_or_404(rows, public_id=public_id)
    page = answer.attempt.sitting.training_class
    _require(is_active(NAME, page) and may_mark(user, page) and answer.version.content["kind"] == "essay")
    return answer, user


def _require(allowed: bool) -> None:
    if not allowed:
        raise Http404
