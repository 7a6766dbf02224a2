"""Moving a time by days as a clock on the wall shows it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from classes.wall_time import moved

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*when, fold=0):
    return datetime(*when, tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (berlin(2026, 3, 23, 9), 7, berlin(2026, 3, 30, 9)),  # summer time begins on the 29th
        (berlin(2026, 10, 19, 9), 7, berlin(2026, 10, 26, 9)),  # and ends on the 25th
        (berlin(2026, 3, 22, 2, 30), 7, berlin(2026, 3, 29, 3, 30)),  # half past two does not exist that night
        (berlin(2026, 6, 1, 9), -7, berlin(2026, 5, 25, 9)),
    ],
)
def test_moved_keeps_the_time_on_the_wall(start, days, expected):
    result = moved(start.astimezone(UTC), timedelta(days=days), BERLIN)

    assert result == expected
    assert result.astimezone(BERLIN).strftime("%H:%M") == expected.strftime("%H:%M")


def test_moved_leaves_nothing_alone():
    assert moved(None, timedelta(days=7), BERLIN) is None
