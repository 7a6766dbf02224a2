from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.models import FeedbackSeal
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.evaluations import make_survey
from tests.factories.people import make_user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields(survey: Any, *values: Any) -> dict[str, Any]:
    return {f"question_{pk}": value for pk, value in answers(survey, *values).items()}


def test_survey_is_filled_in_once(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    client = signed_in(lecture.learners[0])
    address = reverse("evaluations:survey", args=[survey.public_id])
    assert b"Useful?" in client.get(address).content
    answer = client.post(address, fields(survey, 5, 2, "Good"))
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert b"Useful?" not in client.get(address).content
    assert client.post(address, fields(survey, 1)).status_code == 409
    assert FeedbackSeal.objects.count() == 1


@pytest.mark.parametrize("value", ["", "9", "x", "\x00"])
def test_survey_with_a_bad_answer_says_so(lecture: Any, value: str) -> None:
    survey = make_survey(lecture.live_class)
    client = signed_in(lecture.learners[0])
    answer = client.post(reverse("evaluations:survey", args=[survey.public_id]), fields(survey, value))
    assert answer.status_code == 400
    assert b"field__error" in answer.content
    assert not FeedbackSeal.objects.exists()


def test_survey_is_for_the_class_and_its_summary_for_the_instructor(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner in lecture.learners:
        submit_feedback(survey=survey, answers=answers(survey, 4, 2, "Canaryremark"), by=learner)
    close(survey)
    survey_address = reverse("evaluations:survey", args=[survey.public_id])
    summary_address = reverse("evaluations:summary", args=[survey.public_id])
    seen = {
        name: (signed_in(user).get(survey_address).status_code, signed_in(user).get(summary_address).status_code)
        for name, user in {
            "learner": lecture.learners[0],
            "instructor": lecture.instructor,
            "teacher": lecture.teacher,
            "another": make_user(),
        }.items()
    }
    assert seen == {"learner": (200, 404), "instructor": (404, 200), "teacher": (404, 200), "another": (404, 404)}
    assert b"Canaryremark" in signed_in(lecture.instructor).get(summary_address).content
    assert Client().get(summary_address).status_code == 302


@pytest.mark.parametrize("count", [1, 30, 300])
def test_own_lectures_cost_as_many_queries_however_many_there_are(
    lecture: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    from tests.factories.evaluations import make_form

    for _number in range(min(count, 60)):
        make_survey(lecture.live_class, form=make_form())
    client = signed_in(lecture.instructor)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("evaluations:index")).status_code == 200
