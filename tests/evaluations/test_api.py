import datetime

import pytest
from django.core.cache import caches
from django.test import Client

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.models import PointEntry
from tests.evaluations.actions.test_points import give
from tests.evaluations.answering import close
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_organization, make_user

SURVEYS = "/api/v1/evaluations/surveys"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def points(lecture):
    return f"/api/v1/classes/{lecture.training_class.public_id}/points"


def outsiders():
    return [make_user(), make_user(role="editor", organization=make_organization())]


def test_surveys_are_those_due_to_me(lecture):
    survey = make_survey(lecture.live_class)
    mine = signed_in(lecture.learners[0]).get(SURVEYS).json()
    assert [one["public_id"] for one in mine["items"]] == [str(survey.public_id)]
    assert mine["items"][0]["about"] == "Reading land records"
    for other in (*outsiders(), lecture.instructor):
        assert signed_in(other).get(SURVEYS).json()["items"] == []
    assert Client().get(SURVEYS).status_code == 401


def test_summary_is_for_the_instructor_and_who_runs_the_class(lecture):
    survey = make_survey(lecture.live_class)
    scale, _choice, words = survey.version.questions.all()
    for learner in lecture.learners:
        submit_feedback(survey=survey, answers={scale.key: 4, words.key: "Wordcanary"}, by=learner)
    close(survey)
    address = f"{SURVEYS}/{survey.public_id}/summary"
    for person in (lecture.instructor, lecture.teacher):
        summary = signed_in(person).get(address).json()
        assert (summary["answered"], summary["mean"]) == (6, "4.0")
        assert summary["questions"][0]["counts"] == [0, 0, 0, 6, 0]
        assert summary["questions"][2]["texts"][0] == "Wordcanary"
    for other in (*outsiders(), lecture.learners[0]):
        answer = signed_in(other).get(address)
        assert answer.status_code == 404
        assert b"Wordcanary" not in answer.content
    assert Client().get(address).status_code == 401


def test_summary_of_few_anonymous_answers_stays_closed(lecture):
    survey = make_survey(lecture.live_class)
    scale, _choice, words = survey.version.questions.all()
    submit_feedback(survey=survey, answers={scale.key: 4, words.key: "Wordcanary"}, by=lecture.learners[0])
    summary = signed_in(lecture.instructor).get(f"{SURVEYS}/{survey.public_id}/summary").json()
    assert (summary["is_closed"], summary["questions"], summary["minimum"]) == (True, [], 5)


def test_points_are_my_own(lecture):
    entry = give(lecture, "2.5", "Canaryreason")
    mine = signed_in(lecture.learners[0]).get(points(lecture)).json()
    assert mine["total"] == "2.50"
    assert mine["items"][0]["public_id"] == str(entry.public_id)
    assert mine["items"][0]["by"]["full_name"] == "Instructor"
    assert signed_in(lecture.learners[1]).get(points(lecture)).json()["items"] == []
    for other in (*outsiders(), lecture.teacher):
        assert signed_in(other).get(points(lecture)).status_code == 404


@pytest.mark.parametrize("count", [1, 30, 300])
def test_lists_cost_as_many_queries_however_many_there_are(lecture, count, django_assert_max_num_queries):
    give(lecture)
    row = PointEntry.objects.get()
    PointEntry.objects.bulk_create(
        PointEntry(
            learner=row.learner,
            training_class=row.training_class,
            points=1,
            reason="r",
            source="test",
            source_key=str(number),
            by=make_user(),
            occurred_at=row.occurred_at - datetime.timedelta(minutes=number),
        )
        for number in range(count - 1)
    )
    for _number in range(count):
        make_survey(lecture.live_class, form=make_form(lecture.organization))
    client = signed_in(lecture.learners[0])
    # Of the points, two say by which scheme the class goes: asked again only after one was chosen somewhere.
    for address, queries in {points(lecture): 9, SURVEYS: 6}.items():
        caches["default"].clear()
        with django_assert_max_num_queries(queries):
            assert client.get(f"{address}?page_size=100").json()["count"] == count
