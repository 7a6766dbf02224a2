"""A learner's own steps."""

import pytest
from django.contrib.messages import get_messages

from classes.models import Enrollment
from people.models import Role
from tests.factories.classes import make_enrollment, make_open_class, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def step(client, training_class, name):
    return client.post(f"/classes/{training_class.public_id}/{name}/", headers={"accept-language": "en"})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_learner_enrolls_and_leaves(client):
    training_class, learner = make_open_class(), make_user()
    client.force_login(learner)

    assert said(step(client, training_class, "enroll")) == ["You are in. The timetable is below."]
    assert Enrollment.objects.get().state == "enrolled"
    step(client, training_class, "leave")
    assert Enrollment.objects.get().state == "withdrawn"


def test_an_offer_is_answered(client):
    training_class = make_open_class(seats=1)
    first, second, third = make_user(), make_user(), make_user()
    for person in (first, second, third):
        client.force_login(person)
        step(client, training_class, "enroll")
    client.force_login(first)
    step(client, training_class, "leave")

    client.force_login(second)
    step(client, training_class, "decline")
    client.force_login(third)
    step(client, training_class, "accept")

    assert dict(Enrollment.objects.values_list("learner", "state")) == {
        first.pk: "withdrawn",
        second.pk: "declined",
        third.pk: "enrolled",
    }


def test_an_offer_stands_on_the_dashboard(client):
    training_class = make_open_class(seats=1, title="First aid")
    first, second = make_user(), make_user()
    for person in (first, second):
        client.force_login(person)
        step(client, training_class, "enroll")
    client.force_login(first)
    step(client, training_class, "leave")

    client.force_login(second)
    page = client.get("/learn/", headers={"accept-language": "en"}).content.decode()
    assert "A seat is free for you: First aid" in page


def test_a_refusal_is_said(client):
    training_class = make_training_class(audience="public")
    client.force_login(make_user())

    (message,) = said(step(client, training_class, "enroll"))

    assert message == "The class teacher enrolls learners into this class. Ask there."


@pytest.mark.parametrize("name", ["enroll", "accept", "decline", "leave"])
def test_steps_ask_strangers_to_sign_in_and_take_posts_only(client, name):
    training_class = make_open_class()

    assert step(client, training_class, name).url.startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(f"/classes/{training_class.public_id}/{name}/").status_code == 405


def test_a_class_outside_the_audience_does_not_exist(client):
    east = make_organization("East")
    training_class = make_open_class(east, audience="organization", audience_organization=east)
    client.force_login(make_user(role=Role.LEARNER, organization=make_organization("West")))

    assert step(client, training_class, "enroll").status_code == 404


def test_who_is_on_the_roster_may_answer_whatever_the_audience(client):
    training_class = make_open_class(audience="class")
    enrollment = make_enrollment(training_class, state="waiting")
    client.force_login(enrollment.learner)

    step(client, training_class, "leave")

    enrollment.refresh_from_db()
    assert enrollment.state == "withdrawn"
