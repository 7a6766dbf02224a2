"""The roll at the door."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from classes.models import ClassGroup, LiveClassInstructor
from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of
from tests.classes.queries_counted import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(school):
    return make_roll(school)


@pytest.fixture
def rows(school, roll):
    page = roll.training_class
    groups = [ClassGroup.objects.create(training_class=page, name=f"Group {number}") for number in range(4)]
    return [school.enrollment(page, group=group) for group in groups]


@pytest.fixture
def client(school, roll):
    return school.client(roll.training_class.class_teacher)


def address(name, *things):
    return reverse(f"plugins:attendance:{name}", args=[thing.public_id for thing in things])


def list_of(rows, *, first=(), second=(), **fields):
    return {
        "key": str(uuid.uuid4()),
        "direction": "in",
        "listed": [row.public_id for row in rows],
        "first": [row.public_id for row in first],
        "second": [row.public_id for row in second],
        **fields,
    }


def states(roll):
    return {row.enrollment: str(row.standing.state) for row in rows_of(roll)}


def test_teacher_opens_a_roll_from_the_class(school):
    training_class = school.training_class()
    item = school.timetable_item(training_class, "Reading land records")
    client = school.client(training_class.class_teacher)

    assert address("desk", training_class) in client.get(training_class.get_url()).content.decode()
    desk = client.get(address("desk", training_class)).content.decode()
    assert "Reading land records" in desk
    answer = client.post(address("start", training_class), {"item": item.public_id, "part": "whole"}, follow=True)

    assert "Reading land records" in answer.content.decode()
    assert client.post(address("start", training_class), {"item": item.public_id}).status_code == 302
    assert Roll.objects.get().item == item


def test_whole_days_are_asked_by_half_days_where_the_class_says_so(school, switch):
    training_class = school.training_class(time_zone="Asia/Shanghai")
    day = timezone.now().astimezone(training_class.zone).replace(hour=8, minute=30)
    school.timetable_item(training_class, starts_at=day, ends_at=day.replace(hour=17))
    switch(training_class, double="half_days")

    desk = school.client(training_class.class_teacher).get(address("desk", training_class)).content.decode()

    assert 'value="morning"' in desk
    assert 'value="afternoon"' in desk


def test_everybody_is_listed_and_who_is_missing_comes_first(client, roll, rows):
    say_of(roll, rows[0], "present")

    text = client.get(address("roll", roll)).content.decode()

    places = [text.index(row.learner.full_name + "</") for row in [*rows[1:], rows[0]]]
    assert places == sorted(places)
    assert f'value="{rows[0].public_id}"' not in text


def test_one_button_says_that_the_rest_is_there(client, roll, rows):
    answer = client.post(address("roll", roll), list_of(rows, first=rows[:1], second=rows[1:2]), follow=True)

    assert "4 marks recorded." in answer.content.decode()
    assert list(states(roll).values()) == ["absent", "late", "present", "present"]


def test_list_that_waited_for_a_network_counts_at_its_time_and_once(client, roll, rows):
    clock = 1_000_000_000_000  # a device whose clock is decades wrong
    sent = list_of(rows, second=rows[:1], at=clock, sent_at=clock + 5 * 60 * 1000)

    answers = [client.post(address("roll", roll), sent, headers={"accept": "application/json"}) for _time in range(2)]

    assert [answer.json()["written"] for answer in answers] == [4, 0]
    late = Mark.objects.get(enrollment=rows[0])
    assert abs(timezone.now() - timedelta(minutes=5) - late.at) < timedelta(seconds=30)
    assert Mark.objects.count() == 4


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"key": "x"}, 400),
        ({"listed": ["x"]}, 400),
        ({"direction": "up"}, 400),
        ({"at": "-1"}, 400),
        ({"listed": [uuid.UUID(int=5)]}, 409),
    ],
)
def test_damaged_list_is_refused_with_a_reason(client, roll, rows, change, status):
    answer = client.post(address("roll", roll), {**list_of(rows), **change}, headers={"accept": "application/json"})

    assert answer.status_code == status
    assert answer.json()["message"]
    assert not Mark.objects.exists()


def test_sign_out_asks_who_left(client, roll, rows):
    Roll.objects.update(asks_out=True)
    client.post(address("roll", roll), list_of(rows[:3]))

    text = client.get(address("roll", roll) + "?direction=out").content.decode()
    assert f'name="listed" value="{rows[3].public_id}"' not in text
    client.post(address("roll", roll), list_of(rows[:3], first=rows[:1], direction="out"))

    roll.refresh_from_db()
    assert list(states(roll).values()) == ["left_early", "present", "present", "unverified"]


def test_closed_roll_is_read_corrected_and_opened_again(client, roll, rows):
    client.post(address("close", roll), {"rest": "absent"})
    text = client.get(address("roll", roll)).content.decode()
    assert "All others are there" not in text

    learner = address("learner", roll, rows[0])
    answer = client.post(learner, {"word": "present", "reason": "On the paper list"}, follow=True)
    assert "On the paper list" not in answer.content.decode()  # nothing was replaced: nothing had been recorded
    answer = client.post(learner, {"word": "absent", "reason": "Signed for by a friend"}, follow=True)
    assert "Signed for by a friend" in answer.content.decode()
    assert client.post(learner, {"word": "late", "reason": "x"}).status_code == 400
    assert client.post(learner, {"word": "late", "reason": ""}).status_code == 400

    client.post(address("reopen", roll), {"reason": "The paper list came"})
    text = client.get(address("roll", roll)).content.decode()
    assert "All others are there" in text
    assert "The paper list came" in text


def test_live_list_tells_teacher_and_instructor_who_is_missing(school, client, roll, rows):
    say_of(roll, rows[0], "present")
    live = school.live_class(roll.training_class)
    instructor = school.person("Instructor")
    LiveClassInstructor.objects.create(live_class=live, instructor=instructor)

    for reader in (client, school.client(instructor)):
        text = reader.get(address("missing", roll) + "?names=1").content.decode()
        assert "3 are still missing" in text
        assert rows[0].learner.full_name + "<" not in text


def test_roll_names_who_is_missing_as_it_is_now_while_it_is_open(client, roll, rows):
    say_of(roll, rows[0], "present")
    page = client.get(address("roll", roll)).content.decode()
    part = page[page.index('<details class="disclosure') :].partition("</details>")[0]

    assert f'hx-get="{address("missing", roll)}?names=1"' in part
    assert [row.learner.full_name in part for row in rows] == [False, True, True, True]
    client.post(address("close", roll), {"rest": "absent"})
    assert "?names=1" not in client.get(address("roll", roll)).content.decode()


def test_roll_costs_the_same_for_one_learner_and_for_thirty(school, client, roll):
    def cost():
        return count_queries(client, address("roll", roll))

    school.enrollment(roll.training_class)
    one = cost()
    for _number in range(29):
        say_of(roll, school.enrollment(roll.training_class), "present")

    assert cost() == one <= 14


def test_class_without_the_plugin_has_no_roll(school, client, roll, rows, switch):
    switch(roll.training_class, state="off")

    assert client.get(address("roll", roll)).status_code == 404
    assert client.get(address("desk", roll.training_class)).status_code == 404


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 8, 2), (11, 1, 4)])
def test_half_days_meet_at_noon_on_the_day_the_clocks_change(school, month, day, hours):
    """In New York the clock is put forward at two in March, and back in November."""
    zone = ZoneInfo("America/New_York")
    training_class = school.training_class(time_zone="America/New_York")
    starts_at, ends_at = (datetime(2026, month, day, hour, tzinfo=zone) for hour in (1, 17))
    item = school.timetable_item(training_class, starts_at=starts_at, ends_at=ends_at)

    morning = open_roll(item=item, part="morning", by=training_class.class_teacher)
    afternoon = open_roll(item=item, part="afternoon", by=training_class.class_teacher)

    noon = morning.ends_at.astimezone(zone)
    assert (noon.hour, noon.minute) == (12, 0)
    assert morning.ends_at == afternoon.starts_at
    length = morning.ends_at.astimezone(UTC) - morning.starts_at.astimezone(UTC)
    assert length == timedelta(hours=8 + hours)
