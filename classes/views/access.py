"""Finding a class for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import may_act_in, may_run_class, may_see_inside
from classes.queries.catalogue import findable_classes


def findable_class(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the published class, if the reader may know of it; else answer 404."""
    return get_object_or_404(findable_classes(request.user), public_id=public_id)


def class_to_run(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, published or not, if the reader runs it; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_run_class(request.user, training_class):
        raise Http404
    return training_class


def class_on_duty(request: HttpRequest, public_id: uuid.UUID, duty: str) -> TrainingClassPage:
    """Return the class, if the reader runs it or has the duty today; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_act_in(request.user, training_class, duty):
        raise Http404
    return training_class


def class_inside(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader is inside it, and runs it where it is not published; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not may_see_inside(request.user, training_class):
        raise Http404
    if not training_class.live and not may_run_class(request.user, training_class):
        raise Http404
    return training_class


def enrollment_to_run(request: HttpRequest, public_id: uuid.UUID) -> Enrollment:
    """Return the enrollment, if the reader runs its class; else answer 404."""
    rows = Enrollment.objects.select_related("training_class", "learner", "organization", "group")
    enrollment = get_object_or_404(rows, public_id=public_id)
    if not may_run_class(request.user, enrollment.training_class):
        raise Http404
    return enrollment
