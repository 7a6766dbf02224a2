"""What other plugins saw, and what the timetable does to a roll."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.jobs import drain
from plugins.attendance.jobs import look
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of
from schoolhouse.attendance import AbsenceExcuses, AttendanceSource, Excuse, Sighting
from schoolhouse.extension_points import absence_excuses, attendance_sources

pytestmark = pytest.mark.django_db


@contextmanager
def registered(point, value):
    point.register("try_me", "try_me", value)
    try:
        yield
    finally:
        point.withdraw("try_me")


@pytest.fixture(autouse=True)
def others_are_on(monkeypatch):
    """The extensions of these tests belong to no plugin that is installed."""
    for point in (absence_excuses, attendance_sources):
        monkeypatch.setattr(point, "active", lambda scope=None, point=point: point.extensions())


def states(roll):
    roll.refresh_from_db()
    return [(str(row.standing.state), row.standing.minutes) for row in rows_of(roll)]


def test_source_is_asked_while_the_roll_is_open_and_once_at_its_end(school):
    roll = make_roll(school, minutes_ago=60, minutes=90)
    learner = school.learner(roll.training_class)
    asked = []

    def seen(item, since):
        asked.append(since)
        return [Sighting(learner.public_id, roll.starts_at, timezone.now(), "online", "in the room")]

    with registered(attendance_sources, AttendanceSource("Room", seen)):
        for _time in range(2):
            look()
            drain()
        # Asked twice in one slot: the second waits for the next.
        assert [mark.says for mark in Mark.objects.all()] == ["in"]
        assert states(roll) == [("online", 90)]
        Roll.objects.filter(pk=roll.pk).update(
            ends_at=timezone.now() - timedelta(minutes=1), required_minutes=50, sources_asked_at=None
        )
        from plugins.attendance.jobs import ask

        for _time in range(2):
            ask(roll=roll.pk)
        before = len(asked)
        look()
        drain()

    assert len(asked) == before
    assert list(Mark.objects.values_list("says", "evidence")) == [("in", "in the room"), ("out", "in the room")]
    assert states(roll) == [("online", 59)]


def test_source_that_fails_is_asked_again_and_stops_nobody(school):
    roll = make_roll(school)
    learner = school.learner(roll.training_class)

    def fail(item, since):
        raise RuntimeError("no answer")

    with registered(attendance_sources, AttendanceSource("Room", fail)):
        look()
        drain()

    roll.refresh_from_db()
    assert (roll.sources_asked_at, Mark.objects.count()) == (None, 0)
    say_of(roll, learner.enrollments.get(), "present")
    assert [state for state, _minutes in states(roll)] == ["present"]


def test_who_is_excused_is_not_missing(school):
    roll = make_roll(school)
    school.learner(roll.training_class)
    hour = timedelta(hours=1)

    def of(page, enrollments):
        return [Excuse(one.pk, roll.starts_at - hour, roll.ends_at + hour, "Ill") for one in enrollments]

    with registered(absence_excuses, AbsenceExcuses("Leave", of)):
        assert [state for state, _minutes in states(roll)] == ["excused"]
        assert [row.standing.excuse for row in rows_of(roll)] == ["Ill"]
    assert [state for state, _minutes in states(roll)] == ["unverified"]


def test_roll_moves_with_its_item_until_something_is_recorded(school):
    roll = make_roll(school, minutes=120)
    learner = school.learner(roll.training_class)
    item, hour = roll.item, timedelta(hours=1)
    item.starts_at += hour
    item.ends_at += 2 * hour
    item.save()

    roll.refresh_from_db()
    assert (roll.starts_at, roll.ends_at, roll.required_minutes) == (item.starts_at, item.ends_at, 170)
    say_of(roll, learner.enrollments.get(), "absent")
    item.starts_at -= hour
    item.save()
    was = roll.starts_at
    roll.refresh_from_db()
    assert roll.starts_at == was


def test_what_was_recorded_stays_when_the_item_goes(school):
    roll = make_roll(school)
    learner = school.learner(roll.training_class)
    say_of(roll, learner.enrollments.get(), "present")

    roll.item.delete()

    roll.refresh_from_db()
    assert roll.item is None
    assert [state for state, _minutes in states(roll)] == ["present"]
