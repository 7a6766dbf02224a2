"""Contracts of what plugins know of presence."""

import datetime
from decimal import Decimal

import pytest

from people.models import User
from schoolhouse import testing
from schoolhouse.attendance import (
    AbsenceExcuses,
    AttendanceRecord,
    AttendanceRecords,
    AttendanceSource,
    Excuse,
    HoursRecord,
    Sighting,
    TrainingHours,
)
from tests.schoolhouse.testing.contracts_run import contract_of, faults, point_named, registered

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def note(self, school, enrollment, *item):
    """What happened is remembered in the enrollment's own column."""
    enrollment.extra = {"noted": True}
    enrollment.save()


def check(base, value, failing, school, **attributes):
    with registered(point_named(base.point), value):
        found = faults(contract_of(base, **attributes), school)
    assert (failing in found) if failing else found == {}


def noted(item):
    return item.training_class.enrollments.filter(extra__noted=True).select_related("learner")


def seen(item, since):
    return [Sighting(row.learner.public_id, item.starts_at, item.ends_at, "online") for row in noted(item)]


def seen_now(item, since):
    now = datetime.datetime.now(datetime.UTC)
    return [Sighting(row.learner.public_id, now, now, "online") for row in noted(item)]


def seen_with(**changes):
    def ask(item, since):
        return [Sighting(**{**vars(one), **changes}) for one in seen(item, since)]

    return ask


def seen_everybody(item, since):
    rows = item.training_class.enrollments.all()
    return [Sighting(row.learner.public_id, item.starts_at, item.ends_at, "hall") for row in rows]


@pytest.mark.parametrize(
    ("label", "ask", "failing"),
    [
        ("Room", seen, None),
        ("", seen, "test_it_has_a_name"),
        ("Room", lambda item, since: [], "test_it_reports_who_was_there"),
        ("Room", seen_with(mode="moon"), "test_it_reports_who_was_there"),
        ("Room", seen_with(starts_at=datetime.datetime(2030, 1, 1)), "test_it_reports_who_was_there"),  # noqa: DTZ001
        ("Room", seen_now, "test_it_says_the_same_when_asked_again"),
        ("Room", seen_everybody, "test_it_reports_nobody_where_nobody_was"),
    ],
)
def test_attendance_source_contract(school, label, ask, failing):
    check(testing.AttendanceSourceContract, AttendanceSource(label, ask), failing, school, attend=note)


def excuses(page, rows):
    starts_at = datetime.datetime.combine(page.starts_on, datetime.time(8), page.zone)
    return [Excuse(row.pk, starts_at, starts_at + HOUR, "Ill") for row in rows if row.extra.get("noted")]


def excuses_one_by_one(page, rows):
    return [one for row in rows if User.objects.filter(pk=row.learner_id).exists() for one in excuses(page, [row])]


@pytest.mark.parametrize(
    ("label", "of", "failing"),
    [
        ("Leave", excuses, None),
        ("", excuses, "test_it_has_a_name"),
        ("Leave", lambda page, rows: [], "test_it_excuses_whom_it_was_asked_about"),
        ("Leave", lambda page, rows: excuses(page, page.enrollments.all()), "test_it_excuses_whom_it_was_asked_about"),
        ("Leave", excuses_one_by_one, "test_its_queries_do_not_grow"),
    ],
)
def test_absence_excuses_contract(school, label, of, failing):
    check(testing.AbsenceExcusesContract, AbsenceExcuses(label, of), failing, school, excuse=note)


def records(page, rows, items=None, state="present"):
    wanted = list(page.timetable_items.all()) if items is None else items
    return [
        AttendanceRecord(row.pk, item.pk, state, 60, 120) for row in rows for item in wanted if row.extra.get("noted")
    ]


def records_one_by_one(page, rows, items=None):
    return [one for row in rows for one in records(page, [row], items)]


@pytest.mark.parametrize(
    ("label", "of", "failing"),
    [
        ("Roll", records, None),
        ("", records, "test_it_has_a_name"),
        ("Roll", lambda *asked: records(*asked, state="asleep"), "test_it_knows_who_was_there"),
        ("Roll", lambda *asked: records(*asked) * 2, "test_it_knows_who_was_there"),
        ("Roll", lambda page, rows, items: records(page, rows), "test_it_knows_who_was_there"),
        ("Roll", records_one_by_one, "test_its_queries_do_not_grow"),
    ],
)
def test_attendance_records_contract(school, label, of, failing):
    check(testing.AttendanceRecordsContract, AttendanceRecords(label, of), failing, school, attend=note)


def hours(page, rows, **changes):
    at = datetime.datetime.combine(page.starts_on, datetime.time(12), page.zone)
    given = {"thing": f"session-{page.pk}", "title": "Lecture", "hours": Decimal("1.5"), "at": at, **changes}
    return [HoursRecord(row.pk, **given) for row in rows if row.extra.get("noted")]


def hours_one_by_one(page, rows):
    return [one for row in rows if User.objects.filter(pk=row.learner_id).exists() for one in hours(page, [row])]


@pytest.mark.parametrize(
    ("label", "of", "failing"),
    [
        ("Hours", hours, None),
        ("", hours, "test_it_has_a_name"),
        ("Hours", lambda page, rows: [], "test_it_counts_what_was_earned_here"),
        ("Hours", lambda page, rows: hours(page, page.enrollments.all()), "test_it_counts_what_was_earned_here"),
        ("Hours", lambda page, rows: hours(page, rows) * 2, "test_it_counts_what_was_earned_here"),
        ("Hours", lambda page, rows: hours(page, rows, thing="session"), "test_it_counts_what_was_earned_here"),
        ("Hours", lambda page, rows: hours(page, rows, thing=f"{page.pk}/1"), "test_it_counts_what_was_earned_here"),
        ("Hours", lambda page, rows: hours(page, rows, hours=Decimal(0)), "test_it_counts_what_was_earned_here"),
        ("Hours", hours_one_by_one, "test_its_queries_do_not_grow"),
    ],
)
def test_training_hours_contract(school, label, of, failing):
    check(testing.TrainingHoursContract, TrainingHours(label, of), failing, school, attend=note)
