"""Readers share the text of a class: each sees what is theirs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classes.models import Enrollment
from tests.factories.classes import make_enrollment
from tests.factories.people import make_user
from tests.factories.school import School, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path) -> School:
    settings.MEDIA_ROOT = tmp_path
    return make_school()


def page_of(school: School, person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(school.east.training_class.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_class_page_shows_two_learners_each_their_own(school) -> None:
    first, second = school.east.people["learner"], make_user(full_name="Second reader")
    make_enrollment(school.east.training_class, second)

    one, other, again = page_of(school, first), page_of(school, second), page_of(school, first)

    assert first.full_name in one
    assert first.full_name in again
    assert first.full_name not in other
    assert "Second reader" in other
    assert "Second reader" not in again
    earned = 'class="big-number">2.5<'
    assert [earned in answer for answer in (one, other, again)] == [True, False, True]


def test_class_page_asks_for_the_readers_enrollment_once(school) -> None:
    client, learner = Client(), school.east.people["learner"]
    client.force_login(learner)
    address = school.east.training_class.get_url()
    for _time in range(2):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= 9
    assert sum("classes_enrollment" in query["sql"] and '"learner_id" =' in query["sql"] for query in queries) == 1


def test_class_page_closes_at_once_to_who_leaves_the_class(school) -> None:
    learner = school.east.people["learner"]
    client = Client()
    client.force_login(learner)
    address = school.east.training_class.get_url()
    for _time in range(2):
        assert "Eastcanary live class" in client.get(address).content.decode()
    Enrollment.objects.filter(learner=learner).update(state="withdrawn")
    assert "Eastcanary live class" not in client.get(address).content.decode()


def test_class_page_shows_the_inside_to_those_inside_whoever_reads_first(school) -> None:
    training_class = school.east.training_class
    training_class.audience = "public"
    training_class.save_revision().publish()
    stranger = make_user(full_name="Stranger")
    for _time in range(2):
        assert "Eastcanary live class" in page_of(school, school.east.people["learner"])
        assert "Eastcanary live class" not in page_of(school, stranger)
