"""Contracts of what plugins know of presence: who was seen, who is excused, how learners stand to the timetable."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from schoolhouse.testing.contracts.base import ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from classes.models import Enrollment, TimetableItem
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School

_MODES = {"hall", "online", "point"}


class AttendanceSourceContract(ExtensionContract):
    """A source reports sightings of learners, the same ones when it is asked again, and none where nobody was.

    ``item`` makes an item of the timetable that it watches; ``attend`` lets somebody be there.
    """

    point = "attendance_sources"

    def item(self, school: "School") -> "TimetableItem":
        """Make an item of the timetable at which the source looks."""
        return school.timetable_item(school.training_class())

    def attend(self, school: "School", enrollment: "Enrollment", item: "TimetableItem") -> None:
        """Let the learner be where the source sees them."""
        pytest.fail("attend() must let a learner be where the source sees them.")

    def seen(self, extension: "Extension[Any]", item: "TimetableItem") -> list[Any]:
        """Ask the source as the job does."""
        return list(extension.value.seen(item, item.starts_at - datetime.timedelta(hours=1)))

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """It stands beside what it reported."""
        from schoolhouse.attendance import AttendanceSource

        assert isinstance(extension.value, AttendanceSource), f"It must be an AttendanceSource: {extension.value}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_reports_who_was_there(self, extension: "Extension[Any]", school: "School") -> None:
        """With the learner's public id, a beginning before the end, and where they were."""
        from schoolhouse.attendance import Sighting

        item = self.item(school)
        enrollment = school.enrollment(item.training_class)
        school.enrollment(item.training_class)
        self.attend(school, enrollment, item)
        found = self.seen(extension, item)
        assert found, "It reports nobody, and attend() let somebody be there."
        for one in found:
            assert isinstance(one, Sighting), f"It must report Sightings, not {type(one).__name__}."
            _assert_times(one)
            assert one.mode in _MODES, f"“{one.mode}” is no mode."
            assert isinstance(one.evidence, str), "Evidence must be text."
        assert {one.learner for one in found} == {enrollment.learner.public_id}, "It reports who was not there."

    def test_it_says_the_same_when_asked_again(self, extension: "Extension[Any]", school: "School") -> None:
        """Learner and beginning tell one sighting from another: they must not move from one time to the next."""
        item = self.item(school)
        self.attend(school, school.enrollment(item.training_class), item)
        first = {(one.learner, one.starts_at) for one in self.seen(extension, item)}
        assert first == {(one.learner, one.starts_at) for one in self.seen(extension, item)}

    def test_it_reports_nobody_where_nobody_was(self, extension: "Extension[Any]", school: "School") -> None:
        """Silence is no presence."""
        item = self.item(school)
        school.enrollment(item.training_class)
        assert self.seen(extension, item) == []


class AbsenceExcusesContract(ExtensionContract):
    """Excuses name enrollments that were asked about and aware times, and cost the same for one learner and for ten.

    ``excuse`` excuses the learner for some time of their class.
    """

    point = "absence_excuses"

    def excuse(self, school: "School", enrollment: "Enrollment") -> None:
        """Excuse the learner."""
        pytest.fail("excuse() must excuse the learner for some time of their class.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """In both languages."""
        from schoolhouse.attendance import AbsenceExcuses

        assert isinstance(extension.value, AbsenceExcuses), f"It must be AbsenceExcuses: {extension.value}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_excuses_whom_it_was_asked_about(self, extension: "Extension[Any]", school: "School") -> None:
        """Of two who are excused, the one who is asked about; an empty class is no error."""
        from schoolhouse.attendance import Excuse

        training_class = school.training_class()
        assert list(extension.value.of(training_class, [])) == []
        rows = [school.enrollment(training_class) for _number in range(2)]
        assert list(extension.value.of(training_class, rows)) == [], "It excuses who has no excuse."
        for row in rows:
            self.excuse(school, row)
        found = list(extension.value.of(training_class, rows[:1]))
        assert {one.enrollment for one in found} == {rows[0].pk}, "It must excuse the one it was asked about."
        for one in found:
            assert isinstance(one, Excuse), f"It must give Excuses, not {type(one).__name__}."
            _assert_times(one)
            assert_says_something(one.label, "The excuse")

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """A class has sixty learners."""
        training_class = school.training_class()
        rows = [school.enrollment(training_class) for _number in range(10)]
        for row in rows:
            self.excuse(school, row)
        _assert_constant(self.most_queries, lambda count: list(extension.value.of(training_class, rows[:count])))


class AttendanceRecordsContract(ExtensionContract):
    """Records name a known state, at most one for a learner and an item, and cost the same for one and for ten.

    ``item`` makes an item for which presence is asked; ``attend`` lets somebody be there.
    """

    point = "attendance_records"

    def item(self, school: "School") -> "TimetableItem":
        """Make an item of the timetable for which presence is asked."""
        return school.timetable_item(school.training_class())

    def attend(self, school: "School", enrollment: "Enrollment", item: "TimetableItem") -> None:
        """Let the learner be there."""
        pytest.fail("attend() must let a learner be present.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """In both languages."""
        from schoolhouse.attendance import AttendanceRecords

        assert isinstance(extension.value, AttendanceRecords), f"It must be AttendanceRecords: {extension.value}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_knows_who_was_there(self, extension: "Extension[Any]", school: "School") -> None:
        """Once for a learner and an item; who did nothing is not held present; items narrow it."""
        from schoolhouse.attendance import AttendanceState

        item = self.item(school)
        training_class = item.training_class
        assert list(extension.value.of(training_class, [], None)) == []
        there, other = (school.enrollment(training_class) for _number in range(2))
        self.attend(school, there, item)
        found = list(extension.value.of(training_class, [there, other], None))
        by_enrollment = {one.enrollment: one for one in found if one.item == item.pk}
        assert len({(one.enrollment, one.item) for one in found}) == len(found), "It says something twice."
        assert {one.enrollment for one in found} <= {there.pk, other.pk}, "It speaks of who was not asked about."
        assert {one.state for one in found} <= set(AttendanceState.values), "It names a state that does not exist."
        assert by_enrollment[there.pk].minutes > 0, "It does not know of who was there."
        assert other.pk not in by_enrollment or by_enrollment[other.pk].minutes == 0, "It counts who was not there."
        assert all(one.required >= 0 <= one.minutes for one in found), "Minutes are never below zero."
        assert list(extension.value.of(training_class, [there, other], [])) == [], "It speaks of items not asked about."

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """A class has sixty learners."""
        item = self.item(school)
        training_class = item.training_class
        rows = [school.enrollment(training_class) for _number in range(10)]
        for row in rows:
            self.attend(school, row, item)
        _assert_constant(self.most_queries, lambda count: list(extension.value.of(training_class, rows[:count], None)))


class TrainingHoursContract(ExtensionContract):
    """Hours are of those who were asked about, once for a thing, the same when asked again, and cost one price.

    ``attend`` lets somebody earn hours in the class.
    """

    point = "training_hours"

    def attend(self, school: "School", enrollment: "Enrollment") -> None:
        """Let the learner earn hours in the class."""
        pytest.fail("attend() must let a learner earn training hours.")

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """In both languages."""
        from schoolhouse.attendance import TrainingHours

        assert isinstance(extension.value, TrainingHours), f"It must be TrainingHours: {extension.value}."
        assert_says_something(extension.value.label, "Its label")

    def test_it_counts_what_was_earned_here(self, extension: "Extension[Any]", school: "School") -> None:
        """Of who is asked about and in this class alone; once for each thing, and the same twice."""
        here, elsewhere = school.training_class(), school.training_class()
        rows = [school.enrollment(here) for _number in range(2)]
        assert list(extension.value.of(here, rows)) == [], "It counts who has earned nothing."
        other = school.enrollment(elsewhere, learner=rows[0].learner)
        for row in (*rows, other):
            self.attend(school, row)
        found = list(extension.value.of(here, rows[:1]))
        assert {one.enrollment for one in found} == {rows[0].pk}, "It must count the one it was asked about, here."
        assert len({one.thing for one in found}) == len(found), "It counts something twice."
        assert list(extension.value.of(here, rows[:1])) == found, "It says something else when asked again."
        assert {one.thing for one in found}.isdisjoint(one.thing for one in extension.value.of(elsewhere, [other]))
        for one in found:
            assert one.hours > 0, "Hours are above zero."
            assert 0 < len(one.thing) <= 80, f"“{one.thing}” is empty or longer than 80 characters."
            assert "/" not in one.thing, f"“{one.thing}” has a slash."
            assert_says_something(one.title, "The title")
            assert one.at.tzinfo is not None, "The moment has no time zone."

    def test_its_queries_do_not_grow(self, extension: "Extension[Any]", school: "School") -> None:
        """A class has sixty learners."""
        training_class = school.training_class()
        rows = [school.enrollment(training_class) for _number in range(10)]
        for row in rows:
            self.attend(school, row)
        _assert_constant(self.most_queries, lambda count: list(extension.value.of(training_class, rows[:count])))


def _assert_times(one: Any) -> None:
    for name in ("starts_at", "ends_at"):
        moment = getattr(one, name)
        assert isinstance(moment, datetime.datetime), f"{name} must be a moment, not {type(moment).__name__}."
        assert moment.tzinfo is not None, f"{name} has no time zone."
    assert one.starts_at <= one.ends_at, "It ends before it starts."


def _assert_constant(most: int, ask: Callable[[int], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(1)
    sent: AbstractContextManager[Any] = CaptureQueriesContext(connection)
    with at_most(most, "One learner"), sent:
        ask(1)
    with at_most(len(sent.captured_queries), "Ten learners"):  # type: ignore[attr-defined]
        ask(10)
