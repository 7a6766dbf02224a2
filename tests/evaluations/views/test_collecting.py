"""The code on the screen, closing early, forms on paper, and what a class is asked."""

import datetime
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.models import FeedbackPaperForm, FeedbackParticipation, FeedbackSurvey
from people.roles import Role
from tests.evaluations.views.test_feedback import fields, signed_in
from tests.factories.classes import make_enrollment
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_organization, make_user


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def test_code_on_the_screen_leads_to_the_form_and_counts(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    FeedbackParticipation.objects.create(survey=survey, learner=lecture.learners[0])
    for person in (lecture.instructor, lecture.teacher):
        page = soup(signed_in(person).get(reverse("evaluations:collect", args=[survey.public_id])))
        assert page.select_one(".collect__square svg")
        form = page.select_one(".collect__address a")["href"]
        assert form == f"http://testserver{reverse('evaluations:survey', args=[survey.public_id])}"
        assert page.select_one(".collect__count").get_text(" ", strip=True).startswith("1 / 6")
        assert bool(page.select("form[action$='/close/']")) == (person == lecture.teacher)


def test_who_scans_without_being_signed_in_comes_back_after_signing_in(lecture: Any) -> None:
    address = reverse("evaluations:survey", args=[make_survey(lecture.live_class).public_id])
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={address}"


def test_teacher_closes_a_form_and_an_instructor_cannot(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    address = reverse("evaluations:close", args=[survey.public_id])
    assert signed_in(lecture.instructor).post(address).status_code == 404
    assert signed_in(lecture.teacher).post(address).status_code == 302
    assert FeedbackSurvey.objects.get().closes_at <= timezone.now()


def test_form_says_what_holds_before_and_after_its_answers_are_released(lecture: Any) -> None:
    anonymous = make_survey(lecture.live_class)
    named = make_survey(lecture.live_class, form=make_form(is_anonymous=False))
    client = signed_in(lecture.learners[0])
    said = {}
    for one in (anonymous, named):
        address = reverse("evaluations:survey", args=[one.public_id])
        said[one] = soup(client.get(address, headers={"accept-language": "en"})).select_one(".callout").get_text()
    assert "could still find out which are yours" in said[anonymous]
    assert "at least 4 others" in said[anonymous]
    assert "not anonymous" in said[named]


def test_form_sent_again_with_its_key_thanks_again(lecture: Any) -> None:
    survey = make_survey(lecture.live_class)
    client, address = signed_in(lecture.learners[0]), reverse("evaluations:survey", args=[survey.public_id])
    sent = {**fields(survey, 5), "client_key": str(uuid.uuid4())}
    assert [client.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert client.post(address, {**sent, "client_key": "x"}).status_code == 409
    assert FeedbackParticipation.objects.count() == 1


def test_keeper_of_a_point_enters_forms_on_paper(lecture: Any) -> None:
    place = make_organization("Point", parent=lecture.organization)
    keeper = make_user(role=Role.POINT, organization=place)
    make_enrollment(lecture.training_class, organization=place)
    survey = make_survey(lecture.live_class)
    client = signed_in(keeper)
    listed = soup(client.get(reverse("evaluations:class_feedback", args=[lecture.training_class.public_id])))
    address = listed.select_one("a[href$='/paper/']")["href"]
    key = soup(client.get(address)).select_one("[name=client_key]")["value"]
    assert client.post(address, fields(survey, 9)).status_code == 400
    sent = {**fields(survey, 5), "client_key": key}
    assert [client.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert FeedbackPaperForm.objects.count() == 1
    assert not soup(client.get(address)).select("main form")
    assert client.post(address, {**sent, "client_key": str(uuid.uuid4())}).status_code == 409


@pytest.mark.parametrize("count", [1, 30, 300])
def test_list_of_a_class_costs_as_many_queries_however_many_there_are(
    lecture: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    now, form = timezone.now(), make_form()
    FeedbackSurvey.objects.bulk_create(
        FeedbackSurvey(
            form=one,
            version=one.newest_version,
            page_id=lecture.live_class.pk,
            training_class=lecture.training_class,
            is_anonymous=True,
            opens_at=now,
            closes_at=now + datetime.timedelta(days=1),
        )
        for one in (make_form() if number else form for number in range(count))
    )
    client = signed_in(lecture.teacher)
    with django_assert_max_num_queries(19):
        answer = client.get(reverse("evaluations:class_feedback", args=[lecture.training_class.public_id]))
    assert len(soup(answer).select("main .row")) == count
