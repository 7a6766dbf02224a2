"""What tests of feedback share: answers by question, and the time going on until they may be read."""

import datetime
from typing import Any

from django.utils import timezone

from evaluations.actions.feedback.releasing import release_answers
from evaluations.models import FeedbackSurvey


def release(survey: FeedbackSurvey, *, after: datetime.timedelta = datetime.timedelta()) -> Any:
    """Release what is due ``after`` a time from now; without it while the survey is open."""
    return release_answers(survey=survey, now=timezone.now() + after)


def close(survey: FeedbackSurvey) -> Any:
    """Release everything, as happens when the survey is over."""
    return release_answers(survey=survey, now=survey.closes_at)
