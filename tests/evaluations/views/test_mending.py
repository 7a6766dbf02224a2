"""The pages of what feedback asks to be mended."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.actions.feedback.collecting import submit_feedback
from evaluations.actions.feedback.mending import flag, settle
from evaluations.mending.places import mended
from evaluations.models import ActionItem
from people.actions.roles import grant_role
from people.roles import Role
from tests.evaluations.actions.test_feedback import answers
from tests.evaluations.answering import close
from tests.factories.evaluations import make_survey
from tests.factories.people import make_superuser


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_teacher_flags_an_answer_hands_it_on_and_settles_it(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    for learner in lecture.learners:
        submit_feedback(survey=survey, answers=answers(survey, 4, 2, "The hall was cold"), by=learner)
    close(survey)
    client = signed_in(lecture.teacher)
    summary = client.get(reverse("evaluations:summary", args=[survey.public_id])).content.decode()
    assert "This is to be mended" in summary

    sent = {"question": "Remarks", "said": "The hall was cold"}
    made = client.post(reverse("evaluations:flag", args=[survey.public_id]), sent)
    item = ActionItem.objects.get()
    address = reverse("evaluations:action_item", args=[item.public_id])
    assert (made.status_code, made["Location"]) == (302, address)
    handed = client.post(address, {"act": "hand", "owner": lecture.instructor.pk, "due_on": "2030-01-31"})
    assert handed.status_code == 302
    assert client.post(address, {"act": "finish", "answer": ""}).status_code == 400
    assert client.post(address, {"act": "finish", "answer": "A stove was bought."}).status_code == 302

    assert "A stove was bought." in client.get(address).content.decode()
    assert "Mended" in client.get(reverse("evaluations:mending")).content.decode()


def test_what_was_done_is_read_below_the_live_class_and_not_what_was_said(lecture: Any, rf: Any) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Cold hall", said="Canarysaid", by=lecture.teacher)
    assert mended(rf.get("/"), page=lecture.live_class) == ""
    settle(item=item, act="finish", answer="A stove was bought.", by=lecture.teacher)

    shown = mended(rf.get("/"), page=lecture.live_class)

    assert "Cold hall" in shown
    assert "A stove was bought." in shown
    assert "Canarysaid" not in shown


@pytest.mark.parametrize("sent", [{"act": "nonsense"}, {"act": "hand", "due_on": "someday"}, {}])
def test_nonsense_is_refused_with_a_page(lecture: Any, sent: dict[str, str]) -> None:
    item = flag(survey=make_survey(lecture.live_class), question="Hall", said="", by=lecture.teacher)
    answer = signed_in(lecture.teacher).post(reverse("evaluations:action_item", args=[item.public_id]), sent)
    assert answer.status_code == 400


def test_list_costs_as_much_with_one_item_as_with_thirty(lecture: Any, django_assert_max_num_queries: Any) -> None:
    survey, client = make_survey(lecture.live_class), signed_in(lecture.teacher)
    address = reverse("evaluations:mending")
    flag(survey=survey, question="First", said="", by=lecture.teacher)
    client.get(address)
    with django_assert_max_num_queries(12) as one:
        client.get(address)
    for number in range(29):
        flag(survey=survey, question=f"Another {number}", said="", by=lecture.teacher)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_dashboard_shows_what_one_has_to_mend(lecture: Any) -> None:
    grant_role(user=lecture.teacher, role=Role.CLASS_TEACHER, organization=lecture.organization, by=make_superuser())
    flag(survey=make_survey(lecture.live_class), question="Cold hall", said="", by=lecture.teacher)
    assert "Cold hall" in signed_in(lecture.teacher).get(reverse("home:learn")).content.decode()
