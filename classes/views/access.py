"""Finding a class for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from classes.models import TrainingClassPage
from classes.permissions import may_run_class
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
