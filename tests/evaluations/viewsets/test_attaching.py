"""Attaching a form in the admin."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from classes.models import TrainingClassIndexPage
from evaluations.models import FeedbackSurvey
from people.models import Organization
from tests.factories.classes import make_live_class, make_timetable_item, make_training_class
from tests.factories.evaluations import make_form
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/evaluations/feedbacksurvey/add/"


@pytest.fixture
def east(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return make_school().east


def sent(east: Any, page: Any, **fields: Any) -> dict[str, Any]:
    form = make_form(Organization.objects.get(pk=east.organization.pk))
    return {"form": form.pk, "page": page.pk, "opens_before": 10, **fields}


def test_form_attached_by_the_rule_opens_before_the_end_for_a_week(client: Any, east: Any) -> None:
    client.force_login(east.people["editor"])
    page = make_live_class(east.training_class)
    answer = client.post(ADD, sent(east, page))
    assert answer.status_code == 302
    survey = FeedbackSurvey.objects.get(page=page)
    assert survey.opens_at == page.ends_at - datetime.timedelta(minutes=10)
    assert survey.closes_at == survey.opens_at + datetime.timedelta(days=7)
    assert survey.training_class == east.training_class


def test_form_about_a_lesson_names_the_class_that_is_asked(client: Any, east: Any) -> None:
    client.force_login(east.people["editor"])
    make_timetable_item(east.training_class, page=east.lesson)
    answer = client.post(ADD, sent(east, east.lesson))
    assert answer.status_code == 200
    assert "training_class" in answer.context["form"].errors
    assert client.post(ADD, sent(east, east.lesson, training_class=east.training_class.pk)).status_code == 302
    assert FeedbackSurvey.objects.get(page=east.lesson).training_class == east.training_class


def test_form_about_an_instructor_is_listed_with_the_name(client: Any, east: Any) -> None:
    client.force_login(east.people["class_teacher"])
    page = make_live_class(east.training_class, instructor=east.people["instructor"])
    assert client.post(ADD, sent(east, page, instructor=east.people["instructor"].pk)).status_code == 302
    listed = client.get("/admin/snippets/evaluations/feedbacksurvey/").content.decode()
    assert east.people["instructor"].full_name in listed


def test_survey_whose_answers_were_released_cannot_be_opened_again(client: Any, east: Any) -> None:
    client.force_login(east.people["editor"])
    FeedbackSurvey.objects.filter(pk=east.survey.pk).update(is_settled=True)
    address = reverse("wagtailsnippets_evaluations_feedbacksurvey:edit", args=[east.survey.pk])
    data = {"form": east.survey.form.pk, "page": east.live_class.pk, "opens_at": "2030-01-01 10:00"}
    answer = client.post(address, {**data, "closes_at": "2030-01-02 10:00"})
    assert answer.status_code == 200
    assert "closes_at" in answer.context["form"].errors


def test_class_of_an_organization_above_cannot_be_asked(client: Any, east: Any) -> None:
    index = TrainingClassIndexPage.objects.child_of(east.home.get_parent()).get()
    above = make_training_class(index=index, title="City class")
    client.force_login(east.people["editor"])
    soon = {"opens_before": "", "opens_at": "2026-01-01 10:00"}
    answer = client.post(ADD, sent(east, east.lesson, training_class=above.pk, **soon))
    assert "training_class" in answer.context["form"].errors
    assert not FeedbackSurvey.objects.filter(training_class=above).exists()


@pytest.mark.parametrize(
    "fields", [{"opens_before": 99999999999}, {"opens_before": "", "opens_at": "9999-12-31 10:00"}], ids=str
)
def test_times_beyond_the_calendar_are_refused(client: Any, east: Any, fields: dict[str, Any]) -> None:
    client.force_login(east.people["editor"])
    answer = client.post(ADD, sent(east, make_live_class(east.training_class), **fields))
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_page_that_is_no_number_is_left_out(client: Any, east: Any) -> None:
    client.force_login(east.people["editor"])
    assert client.get(ADD, {"page": "²"}).status_code == 200


def test_answered_survey_stays_about_what_it_was(client: Any, east: Any) -> None:
    client.force_login(east.people["editor"])
    survey = FeedbackSurvey.objects.get(pk=east.survey.pk)
    other = make_form(Organization.objects.get(pk=east.organization.pk))
    change = {"form": survey.form_id, "page": survey.page_id, "training_class": survey.training_class_id}
    change |= {"opens_at": survey.opens_at, "closes_at": survey.closes_at}
    for name, value in (("form", other.pk), ("page", make_live_class(east.training_class).pk)):
        answer = client.post(f"/admin/snippets/evaluations/feedbacksurvey/edit/{survey.pk}/", {**change, name: value})
        assert answer.status_code == 200
        assert name in answer.context["form"].errors, answer.context["form"].errors
