"""Times that clocks make hard: nights in which they change, sessions across midnight, wall time said by people."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from plugins.attendance.actions.rolls import open_roll
from plugins.attendance.models import Mark
from plugins.attendance.queries.half_days import HalfDay, pieces_of
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import say_of

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")


def local(month, day, hour, minute=0, *, fold=0):
    """Return a time in New York, where the clock is put forward on March 8 and back on November 1, at two."""
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=ZONE, fold=fold)


@pytest.fixture
def training_class(school):
    return school.training_class(time_zone="America/New_York")


@pytest.fixture
def make(school, training_class, monkeypatch):
    """Return a function that opens a roll and lets it be over."""

    def make(starts_at, ends_at):
        item = school.timetable_item(training_class, starts_at=starts_at, ends_at=ends_at)
        monkeypatch.setattr(timezone, "now", lambda: ends_at + datetime.timedelta(minutes=1))
        return open_roll(item=item, by=training_class.class_teacher)

    return make


def minutes_of(roll):
    (row,) = rows_of(roll)
    return str(row.standing.state), row.standing.minutes


@pytest.mark.parametrize(("month", "day", "minutes"), [(3, 8, 120), (11, 1, 240)])
def test_minutes_in_the_night_of_the_change_are_those_that_pass(school, training_class, make, month, day, minutes):
    roll = make(local(month, day, 1), local(month, day, 4))

    say_of(roll, school.enrollment(training_class), "present")

    assert (roll.required_minutes, minutes_of(roll)) == (minutes - 10, ("present", minutes))


@pytest.mark.parametrize(("month", "day"), [(3, 8), (11, 1)])
def test_half_days_of_the_day_of_the_change_hold_what_begins_in_them(school, training_class, month, day):
    for hour, minute in ((0, 30), (3, 30), (13, 0), (23, 30)):
        begins = local(month, day, hour, minute)
        school.timetable_item(training_class, starts_at=begins, ends_at=begins + datetime.timedelta(minutes=25))

    found = pieces_of(training_class, datetime.date(2026, month, day))

    assert {half_day: len(pieces) for half_day, pieces in found.items()} == {
        HalfDay.MORNING: 2,
        HalfDay.AFTERNOON: 1,
        HalfDay.EVENING: 1,
    }


def correct(school, roll, enrollment, word, time):
    address = reverse("plugins:attendance:learner", args=[roll.public_id, enrollment.public_id])
    client = school.client(roll.training_class.class_teacher)
    return client.post(address, {"word": word, "time": time, "reason": "Looked"})


def test_time_after_midnight_is_that_of_the_session(school, training_class, make):
    roll, seat = make(local(5, 4, 22), local(5, 5, 1)), school.enrollment(training_class)

    answer = correct(school, roll, seat, "late", "00:20")

    assert (answer.status_code, Mark.objects.get().at) == (302, local(5, 5, 0, 20))


def test_hour_that_comes_twice_is_the_one_of_the_session(school, training_class, make):
    roll, seat = make(local(11, 1, 1, 0, fold=1), local(11, 1, 3)), school.enrollment(training_class)

    answer = correct(school, roll, seat, "late", "01:40")

    assert answer.status_code == 302
    assert Mark.objects.get().at.astimezone(datetime.UTC) == local(11, 1, 1, 40, fold=1).astimezone(datetime.UTC)


@pytest.mark.parametrize("time", ["09:00", "25:00", ""])
def test_time_outside_of_the_session_is_refused_in_words(school, training_class, make, time):
    roll, seat = make(local(5, 4, 22), local(5, 5, 1)), school.enrollment(training_class)

    answer = correct(school, roll, seat, "late", time)

    assert (answer.status_code in (400, 409), Mark.objects.count()) == (True, 0)
    assert 'role="alert"' in answer.content.decode() or "errorlist" in answer.content.decode()
