"""What feedback says against closing a class."""

import datetime

import pytest
from django.utils import timezone

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.closing import open_surveys
from tests.factories.classes import make_enrollment, make_live_class, make_training_class
from tests.factories.evaluations import make_survey

pytestmark = pytest.mark.django_db


def test_open_forms_that_not_everybody_answered_are_named():
    training_class = make_training_class()
    learner = make_enrollment(training_class).learner
    survey = make_survey(make_live_class(training_class))
    over = timezone.now() - datetime.timedelta(minutes=1)
    make_survey(make_live_class(training_class), closes_at=over)
    make_survey(make_live_class(make_training_class()))

    assert [(gap.count, str(survey.public_id) in gap.url) for gap in open_surveys(training_class)] == [(1, True)]

    question = survey.version.questions.first()
    submit_feedback(survey=survey, answers={question.key: 5}, by=learner)

    assert open_surveys(training_class) == []
