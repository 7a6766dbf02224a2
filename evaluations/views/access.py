"""Finding a class or survey for the person who asks; what they may not see does not exist for them."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from classes.models import TrainingClassPage
from classes.permissions import is_enrolled
from evaluations.models import FeedbackSurvey
from evaluations.permissions.feedback import may_read_summary
from people.requests import SignedInRequest


def any_survey(survey_id: uuid.UUID) -> FeedbackSurvey:
    """Return the survey with its form, version, page and class, or answer 404; whoever calls asks who may."""
    rows = FeedbackSurvey.objects.select_related("form", "version", "page", "training_class")
    return get_object_or_404(rows, public_id=survey_id)


def readable_survey(request: SignedInRequest, survey_id: uuid.UUID) -> FeedbackSurvey:
    """Return the survey, if the reader may read what was answered; else answer 404."""
    survey = any_survey(survey_id)
    if not may_read_summary(request.user, survey):
        raise Http404
    return survey


def any_class(class_id: uuid.UUID) -> TrainingClassPage:
    """Return the published class, or answer 404; whoever calls asks who may."""
    return get_object_or_404(TrainingClassPage.objects.live(), public_id=class_id)


def attended_class(request: SignedInRequest, class_id: uuid.UUID) -> TrainingClassPage:
    """Return the published class, if the reader is a learner of it; else answer 404."""
    training_class = any_class(class_id)
    if not is_enrolled(request.user, training_class):
        raise Http404
    return training_class
