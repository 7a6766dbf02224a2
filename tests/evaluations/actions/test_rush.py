"""Everybody answers in the two minutes after a lecture: all is kept, once, on both databases.

``FEEDBACK_RUSH=2000`` sends as many as the largest hall holds; without it fewer come, at the same pace.
"""

import logging
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from classes.models import Enrollment
from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.releasing import release_answers
from evaluations.models import FeedbackAnswer, FeedbackParticipation, FeedbackSeal, FeedbackSurvey
from people.models import User
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import answers
from tests.factories.evaluations import make_form, make_survey

logger = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)

COUNT = int(os.environ.get("FEEDBACK_RUSH", "300"))
PACE = 120 / 2_000
"""Seconds in which one answer has to be kept."""
THREADS = 8


def send_again(survey: FeedbackSurvey, given: Any, learner: User, key: uuid.UUID) -> None:
    """Send as a bad network does: it is taken for the same, or is told that it is there, once a batch was released."""
    try:
        submit_feedback(survey=survey, answers=given, by=learner, client_key=key)
    except Refusal as refusal:
        if (refusal.code, survey.is_anonymous) != ("answered", True):
            raise


@pytest.mark.parametrize("is_anonymous", [True, False], ids=["anonymous", "named"])
def test_answers_of_a_whole_hall_are_all_kept_in_two_minutes(lecture: Any, is_anonymous: bool) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=is_anonymous))
    people = User.objects.bulk_create([User(full_name=f"Learner {number}") for number in range(COUNT)])
    Enrollment.objects.bulk_create([Enrollment(training_class=lecture.training_class, learner=one) for one in people])

    def send(learners: list[User]) -> None:
        mine = FeedbackSurvey.objects.select_related("form", "page", "training_class").get(pk=survey.pk)
        try:
            for learner in learners:
                given, key = answers(mine, 4, 2, f"words of {learner.pk}"), uuid.uuid4()
                submit_feedback(survey=mine, answers=given, by=learner, client_key=key)
                if learner.pk % 10 == 0:
                    send_again(mine, given, learner, key)
        finally:
            connection.close()

    started = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        sending = [pool.submit(send, people[start::THREADS]) for start in range(THREADS)]
        release_answers(survey=survey, now=timezone.now())  # the worker's minute falls into the rush
        for one in sending:
            one.result()
    seconds = time.monotonic() - started
    logger.info("%s: %d answers in %.1f s", connection.vendor, COUNT, seconds)  # --log-cli-level=INFO shows it

    assert FeedbackParticipation.objects.count() == COUNT
    release_answers(survey=survey, now=survey.closes_at)
    assert FeedbackSeal.objects.count() == 0
    kept = set(FeedbackAnswer.objects.exclude(text="").values_list("text", flat=True))
    assert kept == {f"words of {one.pk}" for one in people}
    assert seconds < COUNT * PACE
