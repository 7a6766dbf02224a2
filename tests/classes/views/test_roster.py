"""The roster, for whoever runs the class."""

import uuid

import pytest
from django.utils import timezone

from classes.models import Enrollment, EnrollmentState
from people.models import Role
from tests.classes.queries_counted import count_queries
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def teacher(county):
    return make_user(role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture
def training_class(county):
    return make_training_class(county, starts_on=timezone.localdate())


def roster_address(training_class, query=""):
    return f"/classes/{training_class.public_id}/roster/{query}"


def names(response):
    return [row.learner.full_name for row in response.context["page_obj"]]


def test_roster_lists_by_group_and_name(client, teacher, training_class, county):
    for name, group in (("Zhao", "Group 1"), ("Wang", "Group 2"), ("Chen", "Group 1")):
        make_enrollment(training_class, make_user(name), group_name=group, organization=county)
    client.force_login(teacher)

    assert names(client.get(roster_address(training_class))) == ["Chen", "Zhao", "Wang"]
    assert names(client.get(roster_address(training_class, "?group=Group+2"))) == ["Wang"]
    assert names(client.get(roster_address(training_class, "?q=zha"))) == ["Zhao"]
    assert names(client.get(roster_address(training_class, "?q=east+wang"))) == ["Wang"]
    assert names(client.get(roster_address(training_class, "?state=waiting"))) == []
    assert client.get(roster_address(training_class, "?state=x&page=99999999&group=%F0%9F%98%80")).status_code == 200


def test_roster_does_not_exist_for_others(client, training_class, county):
    enrollment = make_enrollment(training_class)
    others = [
        make_user(role=Role.CLASS_TEACHER, organization=make_organization("West")),
        make_user(role=Role.EDITOR, organization=county),
        enrollment.learner,
    ]
    addresses = [
        roster_address(training_class),
        f"/classes/enrollments/{enrollment.public_id}/",
        f"/classes/enrollments/{enrollment.public_id}/withdraw/",
    ]

    for address in addresses:
        assert client.get(address).url.startswith("/accounts/login/")
    for person in others:
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
        for act in ("withdraw", "complete", "reinstate", "seat"):
            assert client.post(f"/classes/enrollments/{enrollment.public_id}/{act}/").status_code == 404
        assert client.post(f"/classes/{training_class.public_id}/complete/").status_code == 404
    assert client.get(f"/classes/{uuid.uuid4()}/roster/").status_code == 404
    enrollment.refresh_from_db()
    assert enrollment.state == EnrollmentState.ENROLLED


def test_withdrawing_asks_for_a_reason(client, teacher, training_class):
    enrollment = make_enrollment(training_class)
    client.force_login(teacher)
    address = f"/classes/enrollments/{enrollment.public_id}/withdraw/"

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Fell ill"}).url == roster_address(training_class)

    enrollment.refresh_from_db()
    assert enrollment.state == EnrollmentState.WITHDRAWN
    page = client.get(f"/classes/enrollments/{enrollment.public_id}/", headers=ENGLISH).content.decode()
    assert "Fell ill" in page
    assert client.post(address, {"reason": "Again"}).status_code == 409


def test_complete_reinstate_and_seat(client, teacher, training_class):
    enrollment = make_enrollment(training_class)
    waiting = make_enrollment(training_class, state="waiting")
    client.force_login(teacher)

    client.post(f"/classes/enrollments/{enrollment.public_id}/complete/")
    client.post(f"/classes/enrollments/{waiting.public_id}/seat/")

    states = dict(Enrollment.objects.values_list("pk", "state"))
    assert states == {enrollment.pk: "completed", waiting.pk: "enrolled"}
    client.post(f"/classes/enrollments/{enrollment.public_id}/reinstate/")
    client.post(f"/classes/{training_class.public_id}/complete/")
    assert set(Enrollment.objects.values_list("state", flat=True)) == {"completed"}


def test_a_class_teacher_by_name_runs_the_roster(client, training_class):
    person = make_user()
    training_class.class_teacher = person
    training_class.save()
    client.force_login(person)

    assert client.get(roster_address(training_class)).status_code == 200


def test_roster_query_count_is_the_same_for_1_30_and_300_rows(client, teacher, training_class, county):
    client.force_login(teacher)
    client.get(roster_address(training_class))
    counts = []
    for rows in (1, 29, 270):
        for _ in range(rows):
            place = make_organization(parent=county) if rows < 200 else county
            make_enrollment(training_class, make_user(password=None), organization=place)
        counts.append(count_queries(client, roster_address(training_class)))

    assert counts[0] == counts[1] == counts[2], counts


def test_learner_of_the_roster_is_a_door_to_viewing_the_school_as_them(client, teacher, training_class, county):
    enrollment = make_enrollment(training_class, make_user("Wang Mei", role=Role.LEARNER, organization=county))
    address = f"/classes/enrollments/{enrollment.public_id}/"
    client.force_login(teacher)

    shown = client.get(address).content.decode()
    door = f"/accounts/people/{enrollment.learner.public_id}/view-as/?next={address}"

    assert door in shown
    assert client.get(door).status_code == 200


def test_learner_from_elsewhere_is_no_such_door(client, teacher, training_class):
    elsewhere = make_user("Li Bing", role=Role.LEARNER, organization=make_organization("West county"))
    enrollment = make_enrollment(training_class, elsewhere)
    client.force_login(teacher)
    shown = client.get(f"/classes/enrollments/{enrollment.public_id}/").content.decode()
    assert "/view-as/" not in shown
