"""A learning point signs in its own people."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Organization
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.models import Mark, Roll, RollTransition
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


def sent_later(people, minutes, **more):
    """Return what a screen sends that had waited for a network for so many minutes, its clock a day off."""
    clock = 1_700_000_000_000
    sent = {"key": str(uuid.uuid4()), "people": [one.public_id for one in people], "at": clock}
    return {**sent, "sent_at": clock + minutes * 60_000, **more}


def test_list_that_waited_for_a_network_counts_at_its_own_time_and_once(roll, people, client):
    begun = timezone.now() - timedelta(minutes=50)
    Roll.objects.update(starts_at=begun, opens_at=begun - timedelta(minutes=30))
    on_time, late = (sent_later([one], minutes) for one, minutes in ((people[0], 49), (people[1], 20)))

    answers = [client.post(address(roll), one, headers={"accept": "application/json"}) for one in (on_time, late, late)]

    assert [answer.json()["written"] for answer in answers] == [1, 1, 0]
    assert [str(row.standing.state) for row in rows_of(roll)] == ["at_point", "late", "unverified"]
    came = Mark.objects.get(enrollment=people[1])
    assert abs(timezone.now() - timedelta(minutes=20) - came.at) < timedelta(seconds=30)


def test_list_from_before_the_roll_was_closed_is_taken_and_one_from_after_is_not(roll, people, client):
    say_of(roll, people[1], "absent")
    teacher = roll.training_class.class_teacher
    close_roll(roll=roll, rest_absent=True, by=teacher)
    RollTransition.objects.filter(to_state="closed").update(at=timezone.now() - timedelta(minutes=2))

    before = client.post(address(roll), sent_later(people[:2], 3), headers={"accept": "application/json"})
    after = client.post(address(roll), sent_later(people[2:], 1), headers={"accept": "application/json"})

    roll.refresh_from_db()
    assert before.json()["written"] == 1
    assert (after.status_code, after.json()["code"]) == (409, "closed")
    assert [str(row.standing.state) for row in rows_of(roll)] == ["at_point", "absent", "absent"]


def test_list_from_outside_of_the_session_is_refused_in_words(roll, people, client):
    for minutes in (600, 60 * 24 * 30):
        answer = client.post(address(roll), sent_later(people, minutes), headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_time")

    damaged = client.post(address(roll), {"key": "x"}, headers={"accept": "application/json"})

    assert (damaged.status_code, damaged.json()["code"]) == (400, "damaged")
    assert not Mark.objects.exists()


def test_screen_signs_out_nobody_again_whom_the_teacher_wrote_down_as_gone(both_ways, people, client):
    say_of(both_ways, people[0], "left", timezone.now() - timedelta(minutes=2))
    (told,) = Mark.objects.filter(says="out")

    client.post(address(both_ways), {"key": str(uuid.uuid4()), "direction": "out", "people": [people[0].public_id]})

    assert list(Mark.objects.filter(says="out")) == [told]
