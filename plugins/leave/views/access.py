"""Finding classes and leave for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES, may_run_class
from people.models import User
from people.views.current import oneself
from plugins.leave.models import Leave
from plugins.leave.permissions import has_desk, may_approve_in, may_see_leave
from plugins.leave.queries.leave import with_steps
from plugins.leave.rules import NAME
from schoolhouse.activation import is_active


def seat_of(request: HttpRequest, public_id: uuid.UUID) -> Enrollment:
    """Return the reader's own seat inside a class that has leave; else answer 404."""
    seats = Enrollment.objects.filter(learner=oneself(request), state__in=INSIDE_STATES)
    seats = seats.select_related("training_class", "learner", "organization", "group")
    seat = get_object_or_404(seats, training_class__public_id=public_id)
    _on(seat.training_class)
    return seat


def class_to_decide_in(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader decides about leave there; else answer 404."""
    training_class = _class(public_id)
    if not may_approve_in(oneself(request), training_class):
        raise Http404
    return training_class


def class_with_desk(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader decides about leave there or endorses some; else answer 404."""
    training_class = _class(public_id)
    if not has_desk(oneself(request), training_class):
        raise Http404
    return training_class


def class_to_run(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader runs it; else answer 404."""
    training_class = _class(public_id)
    if not may_run_class(oneself(request), training_class):
        raise Http404
    return training_class


def leave_of(request: HttpRequest, public_id: uuid.UUID) -> tuple[Leave, User]:
    """Return leave with its history, and who asks, if they may read it; else answer 404."""
    user = oneself(request)
    rows = with_steps(
        Leave.objects.select_related("enrollment__learner", "enrollment__organization", "enrollment__group")
    )
    leave = get_object_or_404(rows.select_related("enrollment__training_class"), public_id=public_id)
    _on(leave.enrollment.training_class)
    if not may_see_leave(user, leave):
        raise Http404
    return leave, user


def _class(public_id: uuid.UUID) -> TrainingClassPage:
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    _on(training_class)
    return training_class


def _on(training_class: TrainingClassPage) -> None:
    if not is_active(NAME, training_class):
        raise Http404
