"""Forms on paper: each once, at most one for each of the learning point's people, and nobody named."""

import uuid
from typing import Any

import pytest

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.on_paper import enter_paper_form, paper_room
from evaluations.models import FeedbackPaperForm, FeedbackParticipation, FeedbackResponse, FeedbackSeal
from evaluations.queries.survey import answers_in
from people.models import RoleAssignment
from people.roles import Role
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.classes import make_enrollment
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_organization, make_superuser, make_user


@pytest.fixture
def point(lecture: Any) -> Any:
    """Make a learning point with three people in the class; ``seats`` are their enrollments."""
    place = make_organization("Point", parent=lecture.organization)
    point = make_user("Keeper", role=Role.POINT, organization=place)
    point.seats = [make_enrollment(lecture.training_class, organization=place) for _number in range(3)]
    return point


def enter(survey: Any, point: Any, **fields: Any) -> None:
    fields = {"client_key": uuid.uuid4(), **fields}
    enter_paper_form(survey=survey, answers=answers(survey, 3), by=point, **fields)


def test_anonymous_forms_are_counted_and_name_nobody(lecture: Any, point: Any) -> None:
    survey, key = make_survey(lecture.live_class), uuid.uuid4()
    enter(survey, point, client_key=key)
    enter(survey, point, client_key=key)
    assert (FeedbackPaperForm.objects.count(), FeedbackSeal.objects.count()) == (1, 1)
    assert not FeedbackParticipation.objects.exists()
    assert answers_in(survey) == 1
    assert paper_room(survey, point) == (3, 0, 1)


def test_no_more_forms_than_people_who_did_not_answer_themselves(lecture: Any, point: Any) -> None:
    survey = make_survey(lecture.live_class)
    submit_feedback(survey=survey, answers=answers(survey, 5), by=point.seats[0].learner)
    enter(survey, point)
    enter(survey, point)
    with pytest.raises(Refusal) as refused:
        enter(survey, point)
    assert refused.value.code == "full"
    with pytest.raises(Refusal) as refused:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=point.seats[1].learner)
    assert refused.value.code == "answered"
    submit_feedback(survey=survey, answers=answers(survey, 5), by=lecture.learners[0])
    assert answers_in(survey) == 4


def test_forms_on_paper_are_mixed_and_released_like_all_others(lecture: Any, point: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner in lecture.learners[:4]:
        submit_feedback(survey=survey, answers=answers(survey, 5), by=learner)
    enter(survey, point)
    assert close(survey) == 5
    row = FeedbackPaperForm.objects.get()
    assert (row.client_key, row.is_mixed, row.organization.name) == (None, True, "Point")


def test_named_form_is_that_of_the_person_chosen(lecture: Any, point: Any) -> None:
    survey = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    enter(survey, point, seat=point.seats[1].public_id)
    assert FeedbackResponse.objects.get().learner == point.seats[1].learner
    foreign = make_enrollment(lecture.training_class)
    for seat in (None, foreign.public_id, uuid.uuid4()):
        with pytest.raises(Refusal) as refused:
            enter(survey, point, seat=seat)
        assert refused.value.code == "nobody"


def test_keeper_of_another_point_is_refused(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    other = make_user(role=Role.POINT, organization=make_organization())
    with pytest.raises(Refusal) as refused:
        enter(survey, other)
    assert refused.value.status == 403


def test_who_keeps_two_points_enters_the_forms_of_each(lecture: Any, point: Any) -> None:
    other = make_organization("Other point", parent=lecture.organization)
    make_enrollment(lecture.training_class, organization=other)
    RoleAssignment.objects.create(user=point, role=Role.POINT, organization=other)
    survey = make_survey(lecture.live_class)
    for _number in range(4):
        enter(survey, point)
    entered = FeedbackPaperForm.objects.values_list("organization__name", flat=True)
    assert sorted(entered) == ["Other point", "Point", "Point", "Point"]


def test_who_runs_the_server_keeps_no_point_and_is_told_so(lecture: Any, point: Any) -> None:
    survey = make_survey(lecture.live_class)
    with pytest.raises(Refusal):
        enter(survey, make_superuser())
    assert not FeedbackPaperForm.objects.exists()
