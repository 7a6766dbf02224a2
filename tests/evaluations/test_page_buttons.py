"""From a live class in the admin to its feedback."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from evaluations.models import FeedbackSurvey
from tests.factories.classes import make_live_class
from tests.factories.evaluations import make_form
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/evaluations/feedbacksurvey/add/"


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_school()


def addresses(client, page):
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return [link["href"] for link in BeautifulSoup(answer.content, "html.parser").select("a[href]")]


def test_live_class_leads_to_asking_for_feedback_and_then_to_what_was_asked(client, school):
    client.force_login(school.east.people["editor"])
    page = make_live_class(school.east.training_class)
    asking = f"{ADD}?page={page.pk}"
    assert asking in addresses(client, page)

    form = client.get(asking).context["form"]
    assert form.initial["page"] == page.pk
    assert form.initial["closes_at"] - form.initial["opens_at"] == datetime.timedelta(days=7)
    sent = {"form": make_form(school.east.organization).pk, "page": page.pk}
    sent |= {"opens_at": "2026-09-01 12:00", "closes_at": "2026-09-08 12:00"}
    assert client.post(asking, sent).status_code == 302

    survey = FeedbackSurvey.objects.get(page=page)
    found = addresses(client, page)
    assert f"/admin/snippets/evaluations/feedbacksurvey/edit/{survey.pk}/" in found
    assert asking not in found


def test_administrator_is_led_to_what_was_answered(client, school):
    client.force_login(school.east.people["administrator"])

    assert reverse("evaluations:summary", args=[school.east.survey.public_id]) in addresses(
        client, school.east.live_class
    )


@pytest.mark.parametrize("asked", ["", "0", "x", "foreign"])
def test_page_of_nobody_or_of_another_county_is_not_named(client, school, asked):
    client.force_login(school.east.people["editor"])
    asked = str(school.west.live_class.pk) if asked == "foreign" else asked

    answer = client.get(f"{ADD}?page={asked}")

    assert answer.status_code == 200
    assert not answer.context["form"].initial.get("page")
    assert "Westcanary" not in answer.content.decode()
