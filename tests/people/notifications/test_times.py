"""Quiet hours and the summary, by the wall clock: across midnight and where clocks are changed."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.notifications.times import Hours, is_quiet, next_digest, next_wall, school_hours, when_awake

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
T = datetime.time


def hours(begin="22:00", end="07:00", digest="19:30", zone=SHANGHAI):
    begin, end = (T.fromisoformat(one) if one else None for one in (begin, end))
    return Hours(zone, begin, end, T.fromisoformat(digest))


def utc(text):
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)


@pytest.mark.parametrize(
    ("begin", "end", "wall", "quiet"),
    [
        ("22:00", "07:00", "22:00", True),
        ("22:00", "07:00", "23:59", True),
        ("22:00", "07:00", "00:00", True),
        ("22:00", "07:00", "06:59", True),
        ("22:00", "07:00", "07:00", False),
        ("22:00", "07:00", "21:59", False),
        ("12:00", "14:00", "13:00", True),
        ("12:00", "14:00", "14:00", False),
        ("12:00", "14:00", "23:00", False),
        (None, None, "03:00", False),
    ],
)
def test_quiet_hours_reach_across_midnight(begin, end, wall, quiet):
    assert is_quiet(T.fromisoformat(wall), hours(begin, end)) is quiet


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("2026-09-01T23:30+08:00", "2026-09-02T07:00+08:00"),
        ("2026-09-02T00:00+08:00", "2026-09-02T07:00+08:00"),
        ("2026-09-02T06:59+08:00", "2026-09-02T07:00+08:00"),
        ("2026-09-02T07:00+08:00", "2026-09-02T07:00+08:00"),
        ("2026-09-01T12:00+08:00", "2026-09-01T12:00+08:00"),
    ],
)
def test_what_happens_in_quiet_hours_comes_when_they_end(moment, awake):
    assert when_awake(utc(moment), hours()) == utc(awake)


def test_quiet_hours_are_those_of_the_persons_zone():
    moment = utc("2026-09-01T23:30+08:00")  # half past five in the afternoon in Berlin
    assert when_awake(moment, hours(zone=BERLIN)) == moment


@pytest.mark.parametrize(
    ("moment", "end", "awake"),
    [
        # On 29 March 2026 clocks skip from two to three.
        ("2026-03-28T23:30+01:00", "07:00", "2026-03-29T07:00+02:00"),
        ("2026-03-29T01:30+01:00", "02:30", "2026-03-29T03:30+02:00"),
        # On 25 October 2026 they show the hour from two to three twice.
        ("2026-10-24T23:30+02:00", "07:00", "2026-10-25T07:00+01:00"),
        ("2026-10-25T02:10+02:00", "02:30", "2026-10-25T02:30+02:00"),
        ("2026-10-25T02:10+01:00", "02:30", "2026-10-25T02:30+01:00"),
    ],
)
def test_quiet_hours_keep_the_wall_clock_where_clocks_are_changed(moment, end, awake):
    assert when_awake(utc(moment), hours(end=end, zone=BERLIN)) == utc(awake)


@pytest.mark.parametrize(
    ("moment", "digest"),
    [
        ("2026-09-01T12:00+08:00", "2026-09-01T19:30+08:00"),
        ("2026-09-01T19:30+08:00", "2026-09-02T19:30+08:00"),
        ("2026-09-01T23:59+08:00", "2026-09-02T19:30+08:00"),
    ],
)
def test_summary_comes_in_the_evening(moment, digest):
    assert next_digest(utc(moment), hours()) == utc(digest)


def test_summary_within_quiet_hours_waits_until_they_end():
    late = hours(digest="23:00")
    assert next_digest(utc("2026-09-01T12:00+08:00"), late) == utc("2026-09-02T07:00+08:00")


def test_summary_keeps_its_hour_where_clocks_are_changed():
    moment = utc("2026-10-24T20:00+02:00")
    assert next_wall(moment, T(19, 30), BERLIN) == utc("2026-10-25T19:30+01:00")


def test_school_without_quiet_hours_has_none(settings):
    settings.NOTIFICATIONS_QUIET_FROM = settings.NOTIFICATIONS_QUIET_UNTIL = T(0, 0)
    assert not is_quiet(T(3), school_hours(SHANGHAI))


minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: T(*divmod(minute, 60)))


@given(
    moment=st.integers(utc("2026-01-01T00:00+00:00").timestamp(), utc("2027-01-01T00:00+00:00").timestamp()),
    begin=minutes,
    end=minutes,
    zone=st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/Santiago"), ZoneInfo("Australia/Lord_Howe")]),
)
def test_nothing_is_brought_within_quiet_hours_or_later_than_a_day(moment, begin, end, zone):
    if begin == end:
        return
    asked = datetime.datetime.fromtimestamp(moment, tz=datetime.UTC)
    person = Hours(zone, begin, end, T(19, 30))
    awake = when_awake(asked, person)
    assert asked <= awake <= asked + datetime.timedelta(hours=25)
    local = awake.astimezone(zone)
    # An end that clocks skip is taken later, which may lie in quiet hours that begin right after.
    skipped = local.time().replace(second=0) != end and awake != asked
    assert skipped or not is_quiet(local.time(), person)
