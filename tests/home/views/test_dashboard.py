"""The dashboard reaches every role, and the front door costs the same with many classes."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.models import FeedbackParticipation
from forums.actions.evening.outcome import mark_done
from home import routing
from people.models import Role
from people.scope import forget
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_organization, make_user
from tests.factories.school import School, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path) -> School:
    settings.MEDIA_ROOT = tmp_path
    return make_school()


@pytest.mark.parametrize("role", Role.values)
def test_dashboard_answers_every_role(client, role):
    client.force_login(make_user(role=role, organization=make_organization()))

    assert client.get("/learn/").status_code == 200


@pytest.mark.parametrize(
    ("role", "door"), [(Role.HEAD, "/learn/figures/"), (Role.COORDINATOR, "/learn/unit/"), (Role.EDITOR, "/admin/")]
)
def test_dashboard_leads_who_works_here_to_their_work(client, role, door):
    client.force_login(make_user(role=role, organization=make_organization(), preferred_language="en"))
    day = client.get("/learn/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "Your work" in day
    assert f'href="{door}"' in day
    assert "You are in no class yet" not in day


def test_dashboard_of_a_learner_without_a_class_leads_to_the_classes(client):
    client.force_login(make_user(preferred_language="en"))
    day = client.get("/learn/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "Your work" not in day
    assert "You are in no class yet" in day


def test_dashboard_shows_the_day_and_what_is_due(client, school):
    client.force_login(school.east.people["learner"])

    today = client.get("/learn/").context["today"]

    assert [moment.title for moment in today.moments] == ["Eastcanary live class"]
    assert today.surveys == [school.east.survey]
    assert today.points == school.east.entry.points


@pytest.mark.parametrize("address", ["/learn/", "/"])
def test_front_door_costs_the_same_with_many_classes(client, school, address):
    learner = school.east.people["learner"]
    client.force_login(learner)
    index, now, counts, made = school.east.training_class.get_parent(), timezone.now(), [], 1
    form, day = make_form(school.east.organization), timezone.localdate()
    mark_done(follow_up=school.east.follow_up, done=True, by=learner)  # whoever has something to do is told of it
    client.get(address)  # what is kept of the reader is not about classes
    for rows in (2, 30, 300):
        for number in range(made, rows):
            held = make_training_class(index=index, starts_on=day, ends_on=day, audience="public")
            make_enrollment(held, learner)
            if number < 30 or number >= 275:  # the latest 20 are shown
                live = make_live_class(held, starts_at=now)
                make_timetable_item(held, starts_at=now, ends_at=now + datetime.timedelta(hours=1), page=live)
                make_survey(live, form=form)
        made = rows
        cache.clear()
        forget()
        routing.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as warm:
        client.get(address)

    assert len(set(counts)) == 1, counts
    assert len(warm) <= 12


def test_dashboard_is_each_learners_own_where_a_class_shares_it(client, school):
    first, second = school.east.people["learner"], make_user(full_name="Second reader")
    make_enrollment(school.east.training_class, second)

    answers = []
    for reader in (first, second, first):
        client.force_login(reader)
        answers.append(client.get("/learn/").content.decode())

    assert all("Eastcanary live class" in answer for answer in answers)
    assert first.full_name in answers[0]
    assert first.full_name not in answers[1]
    assert "Second reader" in answers[1]
    assert "Second reader" not in answers[2]
    points = [re.search(r'class="big-number">([\d.]+)<', answer) for answer in answers]
    earned = school.east.entry.points
    assert [found and Decimal(found[1]) for found in points] == [earned, Decimal(0), earned]


def test_dashboard_shows_at_once_what_has_been_done(client, school):
    learner, survey = school.east.people["learner"], school.east.survey
    client.force_login(learner)
    address = reverse("evaluations:survey", args=[survey.public_id])

    before = client.get("/learn/").content.decode()
    FeedbackParticipation.objects.create(survey=survey, learner=learner)
    after = client.get("/learn/").content.decode()

    assert address in before
    assert address not in after


def test_dashboard_neither_leads_to_a_page_taken_back_nor_names_it(client, school):
    item = school.east.training_class.timetable_items.get()
    school.east.live_class.unpublish()
    client.force_login(school.east.people["learner"])

    unnamed = client.get("/learn/")
    item.title = "Opening"
    item.save()
    named = client.get("/learn/")

    for answer in (unnamed, named):
        assert school.east.live_class.get_url() not in answer.content.decode()
        assert "Eastcanary live class" not in answer.content.decode()
    assert [moment.title for moment in named.context["today"].moments] == ["Opening"]
    assert "Opening" in named.content.decode()
