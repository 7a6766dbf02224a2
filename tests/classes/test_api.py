import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from classes.models import TrainingClassIndexPage
from tests.factories.classes import (
    make_enrollment,
    make_live_class,
    make_open_class,
    make_timetable_item,
    make_training_class,
)
from tests.factories.people import make_organization, make_place, make_user

pytestmark = pytest.mark.django_db
CLASSES = "/api/v1/classes"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def titles(client, query=""):
    return {one["title"] for one in client.get(f"{CLASSES}{query}").json()["items"]}


def class_at(county, **fields):
    fields.setdefault("starts_on", timezone.localdate())
    fields.setdefault("audience", "class")
    return make_training_class(county, **fields)


def test_classes_are_those_that_one_may_know_of():
    inside = class_at(make_organization(), title="Inside")
    make_open_class(title="Open")
    class_at(make_organization(), title="Over", audience="public", starts_on=timezone.localdate().replace(year=2020))
    assert titles(Client()) == {"Open"}
    assert titles(Client(), "?when=past") == {"Over"}
    learner = signed_in(make_enrollment(inside).learner)
    assert titles(learner) == {"Open", "Inside"}
    card = next(one for one in learner.get(CLASSES).json()["items"] if one["title"] == "Inside")
    assert (card["own_state"], card["seats_left"], card["is_open_for_enrollment"]) == ("enrolled", 59, False)
    assert card["public_id"] == str(inside.public_id)
    assert not {"id", "pk"} & card.keys()


def test_class_shows_its_inside_only_to_those_inside():
    county = make_organization()
    held = class_at(county, audience="public")
    instructor = make_user("Instructorcanary")
    make_timetable_item(held, title="Itemcanary")
    make_live_class(held, title="Sessioncanary", instructor=instructor, meeting_url="https://meet.example/canary")
    address = f"{CLASSES}/{held.public_id}"
    outside = [
        make_user(role="editor", organization=make_organization()),
        make_enrollment(class_at(make_organization())).learner,
        make_enrollment(held, state="waiting").learner,
    ]
    for client in (Client(), *map(signed_in, outside)):
        answer = client.get(address)
        assert (answer.json()["timetable"], answer.json()["live_classes"]) == (None, None)
        assert b"canary" not in answer.content
    for person in (make_enrollment(held).learner, instructor, make_user(role="head", organization=county)):
        shown = signed_in(person).get(address).json()
        assert "Itemcanary" in [item["title"] for item in shown["timetable"]]
        assert shown["live_classes"][0]["instructors"][0]["full_name"] == "Instructorcanary"
    assert shown["time_zone"] == "Asia/Shanghai"


def test_class_that_one_may_not_know_of_is_404():
    hidden = class_at(make_organization(), title="Canary")
    for client in (Client(), signed_in(make_user(role="editor", organization=make_organization()))):
        answer = client.get(f"{CLASSES}/{hidden.public_id}")
        assert answer.status_code == 404
        assert b"Canary" not in answer.content


def test_roster_is_for_whoever_runs_the_class():
    county = make_organization()
    held = class_at(county, audience="public")
    row = make_enrollment(held, make_user("Learnercanary"), organization=county, extra={"Room": "12"})
    address = f"{CLASSES}/{held.public_id}/roster"
    others = [
        row.learner,
        make_user(role="class_teacher", organization=make_organization()),
        make_user(role="editor", organization=county),
        make_enrollment(class_at(make_organization())).learner,
    ]
    for person in others:
        answer = signed_in(person).get(address)
        assert answer.status_code == 404
        assert b"Learnercanary" not in answer.content
    assert Client().get(address).status_code == 401
    teacher = signed_in(make_user(role="class_teacher", organization=county))
    assert teacher.get(address).json()["items"] == [
        {
            "public_id": str(row.public_id),
            "learner": {"public_id": str(row.learner.public_id), "full_name": "Learnercanary"},
            "organization": {"public_id": str(county.public_id), "name": county.name},
            "post": "",
            "group_name": "",
            "state": "enrolled",
            "extra": {"Room": "12"},
        }
    ]
    assert teacher.get(f"{address}?state=waiting").json()["count"] == 0
    assert teacher.get(f"{address}?q=nobody").json()["count"] == 0
    assert teacher.get(f"{address}?state=none").status_code == 422


@pytest.mark.parametrize("count", [1, 30, 300])
def test_lists_cost_as_many_queries_however_many_there_are(count, django_assert_max_num_queries):
    county = make_organization()
    index = make_place(county).add_child(instance=TrainingClassIndexPage(title="Classes", slug="classes"))
    held, *_others = [make_open_class(index=index) for _number in range(count)]
    for _number in range(count):
        make_enrollment(held, organization=county)
        make_timetable_item(held)
    teacher = signed_in(make_user(role="class_teacher", organization=county))
    expected = {CLASSES: 22, f"{CLASSES}/{held.public_id}": 24, f"{CLASSES}/{held.public_id}/roster": 16}
    for address, queries in expected.items():
        caches["default"].clear()
        with django_assert_max_num_queries(queries):
            assert teacher.get(f"{address}?page_size=100").status_code == 200
