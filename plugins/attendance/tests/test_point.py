"""A learning point signs in its own people."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Organization
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(school):
    return make_roll(school, minutes_ago=5)


@pytest.fixture
def village(school):
    return school.organization.add_child(instance=Organization(name="Village", kind="point"))


@pytest.fixture
def people(school, roll, village):
    return [school.enrollment(roll.training_class, organization=village) for _number in range(3)]


@pytest.fixture
def client(school, village):
    from people.actions.roles import grant_role

    screen = school.person("Village screen")
    grant_role(user=screen, role="point", organization=village, by=school.superuser())
    return school.client(screen)


def address(roll):
    return reverse("plugins:attendance:point_roll", args=[roll.public_id])


def test_point_signs_in_those_who_sit_before_it(school, roll, people, client):
    other = school.enrollment(roll.training_class)
    assert address(roll) in client.get(reverse("plugins:attendance:point")).content.decode()
    page = client.get(address(roll)).content.decode()
    assert people[0].learner.full_name in page
    assert other.learner.full_name not in page
    sent = {"key": str(uuid.uuid4()), "people": [one.public_id for one in people[:2]]}

    for _time in range(2):
        client.post(address(roll), sent)

    assert sorted(str(row.standing.state) for row in rows_of(roll)) == ["at_point"] * 2 + ["unverified"] * 2
    assert Mark.objects.count() == 2


def test_point_signs_in_nobody_elses_people_and_only_in_time(school, roll, people, client):
    other = school.enrollment(roll.training_class)
    sent = {"key": str(uuid.uuid4()), "people": [other.public_id]}
    client.post(address(roll), sent)
    client.post(address(roll), {"key": "x"})
    close_roll(roll=roll, rest_absent=False, by=roll.training_class.class_teacher)
    client.post(address(roll), {**sent, "people": [people[0].public_id]})
    Roll.objects.update(state="open", closes_at=roll.opens_at.replace(microsecond=1))
    client.post(address(roll), {**sent, "people": [people[0].public_id]})

    assert not Mark.objects.exists()


def test_who_is_no_point_finds_nothing(school, roll, people):
    for person in (people[0].learner, roll.training_class.class_teacher):
        assert school.client(person).get(address(roll)).status_code == 404
        assert school.client(person).get(reverse("plugins:attendance:point")).status_code == 404


def test_teacher_has_the_last_word(roll, people, client):
    client.post(address(roll), {"key": str(uuid.uuid4()), "people": [people[0].public_id]})

    say_of(roll, people[0], "absent")

    assert sorted(str(row.standing.state) for row in rows_of(roll)) == ["absent", "unverified", "unverified"]


@pytest.fixture
def both_ways(roll, people):
    """Ask for sign-out, of people who came in time."""
    Roll.objects.update(asks_out=True)
    roll.refresh_from_db()
    for one in people[:2]:
        say_of(roll, one, "present")
    return roll


def test_point_signs_out_those_who_leave(both_ways, people, client):
    page = client.get(address(both_ways) + "?direction=out").content.decode()
    asked = [f'value="{one.public_id}"' in page for one in people]
    sent = {"key": str(uuid.uuid4()), "direction": "out", "people": [people[0].public_id, people[2].public_id]}

    answers = [client.post(address(both_ways), sent) for _time in range(2)]

    assert asked == [True, True, False]
    assert {answer["Location"] for answer in answers} == {address(both_ways) + "?direction=out"}
    (mark,) = Mark.objects.filter(says="out")
    assert (mark.enrollment, mark.source) == (people[0], "point")
    assert abs(timezone.now() - mark.at) < timedelta(seconds=30)
    assert str(rows_of(both_ways)[0].standing.state) == "left_early"


def test_who_is_signed_out_after_the_end_has_stayed(both_ways, people, client):
    ended = timezone.now() - timedelta(minutes=1)
    Roll.objects.update(ends_at=ended, starts_at=ended - timedelta(hours=2), required_minutes=110)

    client.post(address(both_ways), {"key": str(uuid.uuid4()), "direction": "out", "people": [people[0].public_id]})

    assert Mark.objects.get(says="out").at == ended


def test_nobody_is_signed_out_where_sign_in_is_enough(roll, people, client):
    say_of(roll, people[0], "present")

    answer = client.post(address(roll), {"key": str(uuid.uuid4()), "direction": "out", "people": [people[0].public_id]})

    assert (answer.status_code, answer.context["direction"]) == (409, "in")
    assert "direction=out" not in answer.content.decode()
    assert not Mark.objects.filter(says="out").exists()
