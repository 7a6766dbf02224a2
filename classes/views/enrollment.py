"""A learner's own steps: enroll, answer an offer, leave. Plain forms; each answers with a message on the class page."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classes.actions import enrollment as actions
from classes.models import Enrollment, EnrollmentState
from classes.views.access import findable_class
from people.views.current import person_of
from schoolhouse.refusals import Refusal


def _step(request: HttpRequest, public_id: uuid.UUID, act: Callable[..., Enrollment]) -> HttpResponse:
    training_class = findable_class(request, public_id)
    try:
        enrollment = act(training_class=training_class, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(enrollment))
    return redirect(training_class.get_url(request) or "classes:mine")


def _said(enrollment: Enrollment) -> str:
    return {
        EnrollmentState.ENROLLED: _("You are in. The timetable is below."),
        EnrollmentState.WAITING: _("The class is full. You are on the waiting list: free seats are offered in turn."),
        EnrollmentState.DECLINED: _("You have declined the seat."),
        EnrollmentState.WITHDRAWN: _("You have left this class."),
    }[EnrollmentState(enrollment.state)]


@login_required
@require_POST
def enroll(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a seat, or stand in line."""
    return _step(request, public_id, actions.self_enroll)


@login_required
@require_POST
def accept(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the offered seat."""
    return _step(request, public_id, actions.accept_offer)


@login_required
@require_POST
def decline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say no to the offered seat."""
    return _step(request, public_id, actions.decline)


@login_required
@require_POST
def leave(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give up the seat or the place in line."""
    return _step(request, public_id, actions.leave)
