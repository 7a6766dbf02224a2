"""Finding recognitions for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import TrainingClassPage
from classes.permissions import may_run_class
from people.views.current import oneself
from plugins.recognitions.handlers import NAME
from plugins.recognitions.models import Recognition
from schoolhouse.activation import is_active


def class_with(public_id: uuid.UUID) -> TrainingClassPage:
    """Return a class that has recognitions; else answer 404."""
    training_class = get_object_or_404(TrainingClassPage, public_id=public_id)
    if not is_active(NAME, training_class):
        raise Http404
    return training_class


def class_to_run(request: HttpRequest, public_id: uuid.UUID) -> TrainingClassPage:
    """Return the class, if the reader runs it; else answer 404."""
    training_class = class_with(public_id)
    if not may_run_class(oneself(request), training_class):
        raise Http404
    return training_class


def any_recognition(public_id: uuid.UUID) -> Recognition:
    """Return a recognition of a class that has them; else answer 404."""
    rows = Recognition.objects.select_related("training_class", "component")
    found = get_object_or_404(rows, public_id=public_id)
    if not is_active(NAME, found.training_class):
        raise Http404
    return found


def recognition_to_run(request: HttpRequest, public_id: uuid.UUID) -> Recognition:
    """Return a recognition, if the reader runs its class; else answer 404."""
    found = any_recognition(public_id)
    if not may_run_class(oneself(request), found.training_class):
        raise Http404
    return found
