"""How time becomes training hours."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hours.conversion import Found, converted
from plugins.hours.models import ConversionTable

DAY = datetime.date(2026, 9, 1)
TABLE = ConversionTable(
    minutes_an_hour=45,
    most_a_day=Decimal(6),
    online_factor=Decimal("0.5"),
    lesson_factor=Decimal("0.8"),
    outside_factor=Decimal("0.75"),
)


def found(source="class", reference="a", **fields):
    return Found(source, reference, fields.pop("day", DAY), "Title", fields.pop("table", TABLE), **fields)


@pytest.mark.parametrize(
    ("fields", "hours", "minutes"),
    [
        ({"minutes": 90}, "2.00", 90),
        ({"minutes": 50}, "1.11", 50),
        ({"minutes": 90, "online": True}, "1.00", 90),
        ({"source": "lesson", "stated": Decimal("2.5")}, "2.00", 112),
        ({"source": "outside", "minutes": 120}, "2.00", 120),
        ({"source": "outside", "minutes": 900}, "6.00", 900),
        ({"source": "outside", "minutes": 900, "days": 2}, "12.00", 900),
    ],
)
def test_time_is_converted_by_the_table(fields, hours, minutes):
    (one,) = converted([found(**fields)])

    assert (one.hours, one.minutes) == (Decimal(hours), minutes)


def test_day_gives_no_more_than_its_most_sessions_first_then_lessons():
    things = [
        found("lesson", "l", stated=Decimal(2), moment="1"),
        found(reference="late", minutes=180, moment="2"),
        found(reference="early", minutes=180, moment="1"),
        found(reference="other", minutes=180, day=DAY + datetime.timedelta(days=1)),
        found("outside", "o", minutes=60),
    ]

    hours = {one.found.reference: one.hours for one in converted(things)}

    assert hours == {
        "early": Decimal(4),
        "late": Decimal(2),
        "l": Decimal(0),
        "other": Decimal(4),
        "o": Decimal(1),
    }


def test_why_says_what_was_reckoned_with():
    (one,) = converted([found(minutes=450, online=True, table=TABLE)])
    assert one.why == {"factor": "0.5", "an_hour": 45}
    (one,) = converted([found(minutes=450)])
    assert one.why == {"factor": "1", "an_hour": 45, "full": "10.00"}


def test_what_is_booked_and_not_known_stays_and_fills_the_day():
    things = [found(reference="kept", minutes=225, booked=Decimal(5)), found(reference="new", minutes=180)]

    hours = {one.found.reference: one.hours for one in converted(things)}

    assert hours == {"kept": Decimal(5), "new": Decimal(1)}


THINGS = st.builds(
    found,
    source=st.sampled_from(["class", "lesson", "outside"]),
    reference=st.uuids().map(str),
    day=st.dates(DAY, DAY + datetime.timedelta(days=2)),
    minutes=st.integers(0, 600),
    online=st.booleans(),
    moment=st.sampled_from("abc"),
)


def two_orders(things):
    return st.tuples(st.just(things), st.permutations(things))


@given(st.lists(THINGS, max_size=8, unique_by=lambda one: one.reference).flatmap(two_orders))
def test_order_changes_nothing_and_no_day_has_too_many(orders):
    things, others = orders
    first = {one.found.reference: one.hours for one in converted(things)}
    again = converted(others)

    assert {one.found.reference: one.hours for one in again} == first
    for day in {thing.day for thing in things}:
        inside = [one.hours for one in again if one.found.day == day and one.found.source != "outside"]
        assert sum(inside) <= TABLE.most_a_day
