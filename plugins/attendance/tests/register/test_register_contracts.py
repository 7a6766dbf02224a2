"""What the register adds to the pages of the house keeps to its contracts."""

import pytest

from classes.closing.checks import gaps_of
from foundation.prepared.once import one_question
from people.scope import scope_of
from plugins.attendance.actions.appeals import appeal
from plugins.attendance.actions.rolls import close_roll
from plugins.attendance.tests.rolls import make_roll, say_of
from schoolhouse.testing import (
    ClassToolContract,
    ClosingCheckContract,
    DashboardPanelContract,
    NavigationContract,
)


class TestTab(ClassToolContract):
    plugin = "attendance"
    name = "attendance.register"


class TestPlace(NavigationContract):
    plugin = "attendance"
    name = "attendance.register"

    @pytest.fixture(autouse=True)
    def asked(self):
        """Every page has asked for the reader's roles before it comes to its navigation."""
        with one_question():
            yield

    def reader(self, school):
        head = school.person(role="head")
        scope_of(head)
        return head


class TestCard(DashboardPanelContract):
    plugin = "attendance"
    name = "attendance.register"

    def reader(self, school):
        return school.person(role="head")


class TestClosing(ClosingCheckContract):
    plugin = name = "attendance"

    def leave_undone(self, school, training_class):
        make_roll(school, training_class)


def test_closing_a_class_names_what_attendance_misses(school):
    training_class = school.training_class()
    known, unknown = school.enrollment(training_class), school.enrollment(training_class)
    teacher = training_class.class_teacher
    closed, other = (make_roll(school, training_class, minutes_ago=ago) for ago in (300, 600))
    for roll in (closed, other):
        say_of(roll, known, "present")
        close_roll(roll=roll, rest_absent=False, by=teacher)
    make_roll(school, training_class)
    appeal(roll=closed, enrollment=unknown, text="I was there", by=unknown.learner)

    gaps = {gap.text: (gap.count, gap.url) for gap in gaps_of(training_class) if gap.check == "attendance"}

    here = f"/plugins/attendance/classes/{training_class.public_id}/"
    assert list(gaps.values()) == [(1, here), (1, f"{here}register/"), (1, here)]


def test_nothing_is_missing_where_everything_is_said(school):
    roll = make_roll(school, minutes_ago=300)
    school.enrollment(roll.training_class)
    close_roll(roll=roll, rest_absent=True, by=roll.training_class.class_teacher)

    assert not [gap for gap in gaps_of(roll.training_class) if gap.check == "attendance"]
