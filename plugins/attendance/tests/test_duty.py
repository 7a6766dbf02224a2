"""Who has the duty of the roll today takes today's roll and sees who is missing: that day, and nothing else."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.models import LiveClassInstructor
from classes.permissions import settle_enrollment
from foundation import stamps
from plugins.attendance import extensions
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of
from tests.factories.class_life import make_shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(school):
    return make_roll(school)


@pytest.fixture
def helper(school, roll):
    """The enrollment of somebody who has the duty today."""
    enrollment = school.enrollment(roll.training_class)
    make_shift(enrollment, "roll")
    return enrollment


@pytest.fixture
def client(school, helper):
    return school.client(helper.learner)


def address(name, *things):
    return reverse(f"plugins:attendance:{name}", args=[thing.public_id for thing in things])


def send(client, roll, listed, *, first=()):
    lists = {"listed": [one.public_id for one in listed], "first": [one.public_id for one in first]}
    sent = {"key": str(uuid.uuid4()), "direction": "in", **lists}
    return client.post(address("roll", roll), sent, headers={"accept": "application/json"})


def test_who_has_the_duty_takes_todays_roll_and_sees_who_is_missing(school, roll, helper, client):
    missing = school.enrollment(roll.training_class)
    assert (
        f'href="{address("desk", roll.training_class)}"' in client.get(roll.training_class.get_url()).content.decode()
    )
    assert address("roll", roll) in client.get(address("desk", roll.training_class)).content.decode()
    assert missing.learner.full_name in client.get(address("roll", roll)).content.decode()

    assert send(client, roll, [helper, missing], first=[missing]).json()["written"] == 2

    assert {row.enrollment: str(row.standing.state) for row in rows_of(roll)} == {helper: "present", missing: "absent"}
    assert {mark.by for mark in Mark.objects.all()} == {helper.learner}
    assert missing.learner.full_name in client.get(address("missing", roll) + "?names=1").content.decode()


def test_who_has_the_duty_opens_a_roll_of_today_and_of_no_other_day(school, roll, client):
    now = timezone.now()
    later = school.timetable_item(
        roll.training_class, starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1)
    )
    today = school.timetable_item(roll.training_class, starts_at=now, ends_at=now + timedelta(minutes=1))

    for item in (later, today):
        client.post(address("start", roll.training_class), {"item": item.public_id, "part": "whole"})

    assert [one.item for one in Roll.objects.exclude(pk=roll.pk)] == [today]
    text = client.get(address("desk", roll.training_class)).content.decode()
    assert str(today.public_id) not in text
    assert str(later.public_id) not in text


def test_duty_opens_nothing_else(school, roll, helper, client):
    other = school.enrollment(roll.training_class)
    say_of(roll, other, "absent")

    for name, things in (
        ("register", [roll.training_class]),
        ("screen", [roll]),
        ("code", [roll]),
        ("learner", [roll, other]),
    ):
        assert client.get(address(name, *things)).status_code == 404, name
    for name in ("close", "reopen"):
        assert client.post(address(name, roll), {"rest": "absent", "reason": "x"}).status_code == 404, name
    text = client.get(address("roll", roll)).content.decode()
    for name, things in (("screen", [roll]), ("close", [roll]), ("learner", [roll, other])):
        assert address(name, *things) not in text
    desk = client.get(address("desk", roll.training_class)).content.decode()
    assert address("register", roll.training_class) not in desk


def test_duty_does_not_overrule_what_others_recorded(school, roll, helper, client):
    called, scanned = (school.enrollment(roll.training_class) for _number in range(2))
    say_of(roll, called, "absent")
    say_of(roll, scanned, "present")

    assert send(client, roll, [called, scanned], first=[scanned]).json()["written"] == 0
    assert send(client, roll, [helper], first=[helper]).json()["written"] == 1
    assert send(client, roll, [helper]).json()["written"] == 1

    states = {row.enrollment: str(row.standing.state) for row in rows_of(roll)}
    assert states == {called: "absent", scanned: "present", helper: "present"}


@pytest.mark.parametrize("case", ["yesterday", "another duty", "another class", "withdrawn", "roll of another day"])
def test_without_todays_duty_here_nothing_opens(school, roll, case):
    enrollment = school.enrollment(school.training_class() if case == "another class" else roll.training_class)
    today = timezone.now().astimezone(roll.training_class.zone).date()
    # Only days of the class have duties: the day is moved once the shift stands.
    shift = make_shift(enrollment, "arrival" if case == "another duty" else "roll")
    if case == "yesterday":
        shift.date = today - timedelta(days=1)
        shift.save()
    if case == "withdrawn":
        enrollment.state = "withdrawn"
        enrollment.save()
    if case == "roll of another day":
        for name in ("starts_at", "ends_at"):
            Roll.objects.update(**{name: getattr(roll, name) - timedelta(days=3)})
    client = school.client(enrollment.learner)

    assert client.get(address("roll", roll)).status_code == 404
    assert send(client, roll, [enrollment]).status_code == 404


def test_page_of_the_class_asks_nothing_for_its_learners(school, roll, helper, rf):
    """What stands beside a class on its page, which everybody opens."""
    page, plain = roll.training_class, school.learner(roll.training_class)
    for learner in (plain, helper.learner):
        request = rf.get("/")
        request.user = learner
        for _time in range(2):
            stamps.enter_request()
            settle_enrollment(learner, page)
            stamps.current("classes.life")
            with CaptureQueriesContext(connection) as asked:
                text = extensions.aside(request, page=page)
        stamps.leave_request()
        assert not asked.captured_queries
        assert (f'href="{address("desk", page)}"' in text) == (learner == helper.learner)


def test_page_of_the_class_leads_its_instructors_to_what_is_going_on(school, roll, rf):
    page = roll.training_class
    instructor = school.person("Guest")
    LiveClassInstructor.objects.create(live_class=school.live_class(page), instructor=instructor)
    client = school.client(instructor)
    assert address("screen", roll) in client.get(page.get_url()).content.decode()

    close_roll(roll=roll, rest_absent=False, by=page.class_teacher)

    assert address("screen", roll) not in client.get(page.get_url()).content.decode()
