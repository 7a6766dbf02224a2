"""How states are derived from what was recorded."""

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.attendance.states import TABLE as CONDITIONS
from plugins.attendance.states import THERE, Fact, Span, Terms, standing
from schoolhouse.attendance import AttendanceState as State

NINE = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
DOCS = Path(__file__).resolve().parents[3] / "docs" / "attendance.md"


def at(minutes):
    return NINE + datetime.timedelta(minutes=minutes)


def terms(**changes):
    sound = {"starts_at": at(0), "ends_at": at(120), "late_minutes": 10, "required_minutes": 110}
    return Terms(**{**sound, **changes})


def facts(*told):
    """Each is what it says, its minute, and perhaps its source and the number of the mark that it corrects."""
    return [
        Fact(number, says, at(minute), *(rest or ("code",)))
        for number, (says, minute, *rest) in enumerate(told, start=1)
    ]


IN_OUT = {"asks_out": True}
CLOSED = {"is_closed": True}
AS_ABSENT = {"is_closed": True, "rest_absent": True}
WHOLE = [Span(at(-60), at(180), "Ill")]


@pytest.mark.parametrize(
    ("told", "changes", "excuses", "state", "minutes"),
    [
        # Nobody was there.
        ([], {}, [], State.UNVERIFIED, 0),
        ([], CLOSED, [], State.UNVERIFIED, 0),
        ([], AS_ABSENT, [], State.ABSENT, 0),
        ([], AS_ABSENT, WHOLE, State.EXCUSED, 0),
        ([], {}, [Span(at(0), at(60))], State.UNVERIFIED, 0),
        ([("absent", 5, "teacher")], {}, [], State.ABSENT, 0),
        ([("absent", 5, "teacher")], {}, WHOLE, State.EXCUSED, 0),
        ([("in", 0)], {**IN_OUT, **CLOSED}, [], State.UNVERIFIED, 0),
        ([("in", 0)], {**IN_OUT, **AS_ABSENT}, WHOLE, State.UNVERIFIED, 0),
        ([("in", 130)], {}, [], State.UNVERIFIED, 0),
        ([("out", 60)], IN_OUT, [], State.UNVERIFIED, 0),
        # Somebody was.
        ([("in", -20)], {}, [], State.PRESENT, 120),
        ([("in", 10)], {}, [], State.PRESENT, 120),
        ([("in", 11)], {}, [], State.LATE, 109),
        ([("in", 11)], {}, [Span(at(0), at(15))], State.PRESENT, 109),
        ([("in", 0)], IN_OUT, [], State.PRESENT, 120),
        ([("in", 0), ("out", 110)], IN_OUT, [], State.PRESENT, 110),
        ([("in", 0), ("out", 109)], IN_OUT, [], State.LEFT_EARLY, 109),
        ([("in", 30), ("out", 60)], IN_OUT, [], State.LEFT_EARLY, 30),
        ([("in", 0), ("out", 60)], IN_OUT, [Span(at(60), at(120))], State.PRESENT, 60),
        ([("in", 0, "online"), ("out", 120, "online")], {}, [], State.ONLINE, 120),
        ([("in", 0, "point")], {}, [], State.AT_POINT, 120),
        ([("in", 20, "online")], {}, [], State.LATE, 100),
        # Called late within the minutes of grace, and before the start; what was scanned before shows more.
        ([("late", 5, "teacher")], {}, [], State.LATE, 115),
        ([("late", -3, "teacher")], {}, [], State.LATE, 120),
        ([("late", 5, "teacher")], {}, [Span(at(-60), at(6), "Bus")], State.PRESENT, 115),
        ([("late", 5, "teacher"), ("in", 6)], {}, [], State.LATE, 115),
        ([("in", -2), ("late", 5, "teacher")], {}, [], State.PRESENT, 120),
        ([("in", -2), ("late", 5, "teacher", 1)], {}, [], State.LATE, 115),
        ([("late", 5, "teacher"), ("in", 0, "teacher", 1)], {}, [], State.PRESENT, 120),
        ([("late", 5, "teacher"), ("out", 60)], IN_OUT, [], State.LEFT_EARLY, 55),
        ([("in", 0), ("out", 30), ("in", 60), ("out", 120)], IN_OUT, [], State.PRESENT, 90),
        ([("in", 0), ("in", 5, "teacher")], {}, [], State.PRESENT, 120),
        # Called absent, and came; called absent, and had been there.
        ([("absent", 5, "teacher"), ("in", 20)], {}, [], State.LATE, 100),
        ([("in", 20), ("absent", 5, "teacher")], {}, [], State.LATE, 100),
        ([("in", 0), ("absent", 5, "teacher")], {}, [], State.ABSENT, 0),
        ([("absent", 50, "teacher"), ("in", 0, "online"), ("out", 120, "online")], {}, [], State.ONLINE, 120),
        # Corrections.
        ([("in", 0), ("absent", 150, "teacher", 1)], CLOSED, [], State.ABSENT, 0),
        ([("absent", 5, "teacher"), ("in", 0, "teacher", 1)], CLOSED, [], State.PRESENT, 120),
        ([("in", 0), ("absent", 9, "teacher", 1), ("in", 0, "teacher", 2)], CLOSED, [], State.PRESENT, 120),
    ],
)
def test_state_follows_the_table(told, changes, excuses, state, minutes):
    found = standing(terms(**changes), facts(*told), excuses)

    assert (found.state, found.minutes) == (state, minutes)


def test_every_state_stands_in_the_table_and_in_the_docs():
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (there|not there) \| (.+?) \| `(\w+)` \|$", text, re.M)

    assert rows == [("there" if is_there else "not there", said, str(state)) for is_there, said, state in CONDITIONS]
    assert {state for _there, _said, state in CONDITIONS} == set(State)
    assert {state for is_there, _said, state in CONDITIONS if is_there} == THERE


def marks():
    one = st.tuples(
        st.sampled_from(["in", "out", "absent"]),
        st.integers(-40, 160),
        st.sampled_from(["code", "teacher", "paper", "online", "point", "import"]),
        st.one_of(st.none(), st.integers(1, 6)),
    )
    return st.lists(one, max_size=8).map(
        lambda told: [
            Fact(number, says, at(minute), source, corrects if corrects and corrects < number else None)
            for number, (says, minute, source, corrects) in enumerate(told, start=1)
        ]
    )


ON_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TERMS = st.builds(
    terms,
    late_minutes=st.integers(0, 150),
    required_minutes=st.integers(0, 150),
    asks_out=st.booleans(),
    is_closed=st.booleans(),
    rest_absent=st.booleans(),
)
ANY_EXCUSES = st.lists(
    st.tuples(st.integers(-60, 120), st.integers(1, 240)).map(lambda one: Span(at(one[0]), at(one[0] + one[1]))),
    max_size=3,
)


def test_who_goes_out_and_comes_back_before_it_is_late_is_not_there_twice():
    found = standing(terms(), facts(("in", 0), ("out", 3), ("in", 5), ("out", 120)))

    assert (found.state, found.minutes) == (State.PRESENT, 3 + 115)


@ON_ANY_MACHINE
@given(ANY_TERMS, marks(), ANY_EXCUSES)
def test_whatever_is_recorded_has_one_state_of_the_table(asked, told, excuses):
    found = standing(asked, told, excuses)

    assert found.state in set(State)
    assert 0 <= found.minutes <= 120
    assert found.is_there or found.minutes == 0


@ON_ANY_MACHINE
@given(ANY_TERMS, marks(), ANY_EXCUSES, st.randoms(use_true_random=False))
def test_nothing_counts_twice_and_the_order_of_reading_is_no_matter(asked, told, excuses, random):
    again = [*told, *told]
    random.shuffle(again)

    assert standing(asked, again, excuses) == standing(asked, told, excuses)


@ON_ANY_MACHINE
@given(ANY_TERMS, marks(), ANY_EXCUSES)
def test_nobody_is_there_without_a_mark_that_says_so(asked, told, excuses):
    found = standing(asked, told, excuses)
    corrected = {fact.corrects for fact in told}

    if found.is_there:
        assert found.signed_in is not None
        assert found.signed_in.says == "in"
        assert found.signed_in.number not in corrected
    if not any(fact.says == "in" for fact in told):
        assert found.state in {State.UNVERIFIED, State.ABSENT, State.EXCUSED}
    if found.state == State.ABSENT:
        assert asked.rest_absent or any(fact.says == "absent" for fact in told)
