"""Counting exactly."""

import datetime
import itertools
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.leave.minutes import Absence, covered, span, tenths_of_percent, united

spans = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=8)


@given(spans, st.tuples(st.integers(0, 60), st.integers(0, 90)))
def test_covered_minutes_are_those_that_a_child_would_count(away, item):
    minutes = {minute for start, end in away for minute in range(start, end)}
    assert covered(item, united(away)) == len(minutes & set(range(*item)))


@given(spans)
def test_united_spans_are_apart_and_in_order(away):
    joined = united(away)
    assert all(start < end for start, end in joined)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(joined))


@pytest.mark.parametrize(
    ("day", "minutes"), [((2026, 3, 29), 23 * 60), ((2026, 10, 25), 25 * 60), ((2026, 6, 1), 24 * 60)]
)
def test_day_on_which_clocks_change_has_the_minutes_that_pass(day, minutes):
    zone = ZoneInfo("Europe/Berlin")
    start = datetime.datetime(*day, tzinfo=zone)
    next_day = start.date() + datetime.timedelta(days=1)
    begins, ends = span(start, datetime.datetime.combine(next_day, datetime.time(), zone))
    assert ends - begins == minutes


@pytest.mark.parametrize(
    ("used", "level"),
    [(0, ""), (349, ""), (350, "half"), (629, "half"), (630, "nine_tenths"), (700, "nine_tenths"), (701, "passed")],
)
def test_level_changes_exactly_at_half_at_nine_tenths_and_beyond_the_limit(used, level):
    assert Absence(4900, used).level(Fraction(1, 7)) == level
    assert Absence(4900, 0, used).level(Fraction(1, 7)) == level


def test_nothing_required_is_nothing_missed():
    assert Absence(0).share == 0
    assert Absence(0).level(Fraction(1, 7)) == ""


@pytest.mark.parametrize(
    ("share", "tenths"), [(Fraction(1, 7), 143), (Fraction(1, 2), 500), (Fraction(1, 2000), 1), (Fraction(0), 0)]
)
def test_percent_is_rounded_half_up_in_tenths(share, tenths):
    assert tenths_of_percent(share) == tenths
