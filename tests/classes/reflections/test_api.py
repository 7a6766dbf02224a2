"""Reflections through the API."""

import uuid

import pytest
from django.test import Client

from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_user
from tests.factories.reflections import make_reflection, make_task

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def seat():
    return make_enrollment(make_training_class(class_teacher=make_user()))


def send(client, method, path, **data):
    return getattr(client, method)(f"/api/v1/{path}", data, content_type="application/json")


def test_reflection_is_written_handed_in_and_judged(seat):
    learner, teacher = signed_in(seat.learner), signed_in(seat.training_class.class_teacher)
    task, key = make_task(seat.training_class), seat.training_class.public_id
    begun = send(learner, "post", f"classes/{key}/reflections", client_key=str(uuid.uuid4()), task=str(task.public_id))
    assert begun.status_code == 201
    own = begun.json()["public_id"]
    assert send(learner, "post", f"reflections/{own}/submit").status_code == 400
    assert send(learner, "put", f"reflections/{own}", body="Words", version=1).json()["version"] == 2
    conflict = send(learner, "put", f"reflections/{own}", body="Other", version=1)
    assert (conflict.status_code, conflict.json()["reflection"]["body"]) == (409, "Words")
    assert teacher.get(f"/api/v1/classes/{key}/reflections").json()["items"] == []
    assert send(learner, "post", f"reflections/{own}/submit").json()["state"] == "submitted"
    listed = teacher.get(f"/api/v1/classes/{key}/reflections").json()["items"]
    assert [(row["public_id"], row["is_unread"]) for row in listed] == [(own, True)]
    back = send(teacher, "post", f"reflections/{own}/judge", verdict="return", number=1, comment="More")
    assert back.json()["state"] == "returned"
    assert learner.get("/api/v1/reflections").json()["items"][0]["state"] == "returned"


@pytest.mark.parametrize("count", [1, 30, 300])
def test_lists_cost_as_many_queries_however_many_there_are(seat, count, django_assert_max_num_queries):
    training_class = seat.training_class
    task = make_task(training_class)
    for _number in range(count):
        make_reflection(make_enrollment(training_class), task=task, submitted=True)
    client = signed_in(training_class.class_teacher)
    address = f"/api/v1/classes/{training_class.public_id}/reflections?page_size=100"
    client.get(address)
    with django_assert_max_num_queries(8):
        assert client.get(address).json()["count"] == count
    desk = f"/classes/{training_class.public_id}/reflections/desk/"
    client.get(desk)
    with django_assert_max_num_queries(16):
        assert client.get(desk).status_code == 200
