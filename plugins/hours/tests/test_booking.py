"""The ledger says what the sources say, whatever the order and however often."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from classes.actions.closing import close_class
from foundation.jobs import drain
from lessons.actions.completion import complete
from lessons.models import LessonProgress
from people.actions.merging import merge_people, move_person
from people.roles import Role
from plugins.hours import jobs
from plugins.hours.actions.booking import book, book_all
from plugins.hours.actions.outside import judge_outside, submit_outside
from plugins.hours.conversion import converted
from plugins.hours.models import ConversionTable, HoursEntry
from plugins.hours.queries.own import year_of
from plugins.hours.queries.sources import Reading
from plugins.hours.tests.factories import Roll, finish_lesson, make_learner, make_outside, make_table
from tests.factories.classes import make_enrollment, make_timetable_item, make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


def hours(learner):
    return sum(HoursEntry.objects.filter(learner=learner).values_list("hours", flat=True), Decimal(0))


def from_sources(learner):
    found = Reading([learner.pk]).read().found
    return sum((one.hours for one in converted(found[learner.pk])), Decimal(0))


def lines(learner):
    rows = HoursEntry.objects.filter(learner=learner).order_by("pk")
    return [(row.source, row.hours, row.number, row.reverses_id is not None) for row in rows]


def test_sessions_lessons_and_outside_hours_are_booked_once(county, learner, enrollment, roll):
    roll.session(enrollment, minutes=90)
    roll.session(enrollment, minutes=45, state="unverified")
    roll.session(enrollment, minutes=45, state="excused")
    finish_lesson(learner, hours="1.5")
    approver = make_user(role=Role.COORDINATOR, organization=county)
    outside = submit_outside(outside=make_outside(learner, minutes=45), by=learner)
    judge_outside(outside=outside, act="approve", by=approver)

    assert book(learners=[learner.pk]) == 0
    assert sorted(lines(learner)) == [
        ("class", Decimal("2.00"), 1, False),
        ("lesson", Decimal("1.50"), 1, False),
        ("outside", Decimal("1.00"), 1, False),
    ]
    assert year_of(learner.pk, timezone.localdate().year).total == Decimal("4.50")


def test_corrected_attendance_is_a_reversal_and_a_new_entry(learner, enrollment, roll):
    item = roll.session(enrollment, minutes=90)
    book(learners=[learner.pk])
    roll.note(enrollment, item, minutes=45, state="late")
    book(learners=[learner.pk])
    roll.note(enrollment, item, minutes=0, state="absent")
    book(learners=[learner.pk])
    book(learners=[learner.pk])

    assert lines(learner) == [
        ("class", Decimal("2.00"), 1, False),
        ("class", Decimal("-2.00"), 1, True),
        ("class", Decimal("1.00"), 2, False),
        ("class", Decimal("-1.00"), 2, True),
    ]


def test_nothing_known_changes_nothing(learner, enrollment, roll):
    roll.session(enrollment, minutes=90)
    book(learners=[learner.pk])
    roll.fails = True
    finish_lesson(learner, hours="1")

    book(learners=[learner.pk])

    assert lines(learner) == [("class", Decimal("2.00"), 1, False), ("lesson", Decimal("1.00"), 1, False)]


def test_without_a_plugin_that_knows_attendance_classes_give_nothing(learner, enrollment):
    make_timetable_item(enrollment.training_class)

    assert book(learners=[learner.pk]) == 0


def test_lesson_that_is_gone_still_counts(learner):
    lesson = finish_lesson(learner, hours="2")
    book(learners=[learner.pk])
    lesson.delete()

    assert book(learners=[learner.pk]) == 0
    assert hours(learner) == 2


def test_table_of_the_nearest_organization_on_the_day_counts(county, roll):
    village = make_organization("Village", parent=county, kind="village")
    learner = make_learner(village)
    row = make_enrollment(make_training_class(starts_on=datetime.date(2026, 9, 1)), learner)
    make_table(county, minutes_an_hour=60, valid_from=datetime.date(2026, 1, 1))
    make_table(county, minutes_an_hour=30, valid_until=datetime.date(2025, 12, 31))
    roll.session(row, minutes=60)
    book(learners=[learner.pk])
    assert hours(learner) == 1

    own = make_table(village, minutes_an_hour=30, most_a_day=Decimal("1.5"))
    drain()

    entry = HoursEntry.objects.get(learner=learner, reverses=None, reversed_by=None)
    assert (entry.hours, entry.table_id, entry.table_version) == (Decimal("1.50"), own.pk, 1)


def test_changed_table_counts_anew_and_names_its_version(county, learner, enrollment, roll):
    roll.session(enrollment, minutes=60)
    table = make_table(county, minutes_an_hour=60)
    drain()
    table.minutes_an_hour = 30
    table.save()
    drain()

    rows = HoursEntry.objects.filter(learner=learner, reverses=None).order_by("pk")
    assert list(rows.values_list("hours", "table_version")) == [(Decimal("1.00"), 1), (Decimal("2.00"), 2)]
    assert hours(learner) == 2


def test_moving_to_another_organization_leaves_what_was_booked(county, learner, enrollment, roll):
    make_table(county, minutes_an_hour=60)
    other = make_organization("West county")
    make_table(other, minutes_an_hour=30)
    roll.session(enrollment, minutes=60)
    book(learners=[learner.pk])

    move_person(user=learner, role=Role.LEARNER, from_organization=county, to_organization=other, by=make_superuser())
    book(learners=[learner.pk])

    assert hours(learner) == 1


def test_finished_lesson_is_booked_by_its_event(learner):
    lesson = make_lesson(training_hours=Decimal("1.25"))
    complete([LessonProgress.objects.create(learner=learner, translation_key=lesson.translation_key)])

    drain()

    assert hours(learner) == Decimal("1.25")


def test_closing_a_class_and_the_schedule_book_its_attendance(learner, enrollment, roll):
    now = timezone.now()
    item = roll.session(enrollment, starts_at=now - datetime.timedelta(hours=3))
    jobs.look()
    drain()
    assert hours(learner) == 2
    roll.note(enrollment, item, minutes=45)

    close_class(training_class=enrollment.training_class, by=make_superuser(), reason="Over")
    drain()

    assert hours(learner) == 1


def test_merged_accounts_count_the_same_lesson_once(county, learner, roll):
    duplicate = make_learner(county, "Zhao again")
    lesson = finish_lesson(learner, hours="2")
    LessonProgress.objects.create(
        learner=duplicate,
        translation_key=lesson.translation_key,
        state="completed",
        percent=100,
        completed_at=timezone.now(),
    )
    row = make_enrollment(make_training_class(), duplicate)
    roll.session(row, minutes=45)
    book_all([learner.pk, duplicate.pk])

    merge_people(keep=learner, duplicate=duplicate, by=make_superuser())
    drain()

    assert hours(learner) == from_sources(learner) == 3
    assert not HoursEntry.objects.filter(learner=duplicate).exists()


def test_database_refuses_a_second_booking_of_the_same_source(learner):
    fields = {"day": datetime.date(2026, 9, 1), "minutes": 45, "source": "lesson", "reference": "x", "title": "X"}
    HoursEntry.objects.create(learner=learner, hours=1, **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        HoursEntry.objects.create(learner=learner, hours=1, **fields)


def test_queries_are_the_same_for_one_learner_and_for_thirty(county, roll, django_assert_num_queries):
    training_class = make_training_class()
    item = make_timetable_item(training_class)
    rows = [make_enrollment(training_class, make_learner(county)) for _number in range(31)]
    for row in rows:
        roll.note(row, item)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        book(learners=[rows[0].learner_id])
    with django_assert_num_queries(len(one)):
        book(learners=[row.learner_id for row in rows[1:]])


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("attend"), st.integers(0, 3), st.integers(0, 400)),
        st.tuples(st.just("away"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("lesson"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("outside"), st.integers(1, 900), st.just(0)),
        st.tuples(st.just("revoke"), st.just(0), st.just(0)),
        st.tuples(st.just("table"), st.integers(30, 60), st.integers(1, 8)),
        st.tuples(st.just("fail"), st.just(0), st.just(0)),
        st.tuples(st.just("book"), st.just(0), st.just(0)),
    ),
    max_size=10,
)


class TestLedger(TestCase):
    """Whatever happens in whatever order, and however often it is booked meanwhile."""

    @given(STEPS)
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_totals_equal_the_ledger_and_the_sources(self, steps):
        county = make_organization()
        learner, approver = make_learner(county), make_user(role=Role.COORDINATOR, organization=county)
        row, table = make_enrollment(make_training_class(), learner), make_table(county)
        items = [make_timetable_item(row.training_class) for _number in range(4)]
        with Roll().called() as roll:
            for act, one, two in steps:
                self.take(act, one, two, roll=roll, row=row, items=items, table=table, by=approver)
            roll.fails = False
            book(learners=[learner.pk])
            book_all([learner.pk, learner.pk])

            standing = HoursEntry.objects.filter(learner=learner, reverses=None, reversed_by=None)
            assert hours(learner) == sum(standing.values_list("hours", flat=True), Decimal(0))
            assert hours(learner) == from_sources(learner)
            keys = list(standing.values_list("source", "reference"))
            assert len(keys) == len(set(keys))

    def take(self, act, one, two, *, roll, row, items, table, by):
        learner = row.learner
        if act == "attend":
            roll.note(row, items[one], two, "online" if two % 2 else "present")
        elif act == "away":
            roll.note(row, items[one], 0, "absent")
        elif act == "lesson":
            finish_lesson(learner, hours=str(Decimal(one) / 4))
        elif act == "outside":
            outside = submit_outside(outside=make_outside(learner, minutes=one), by=learner)
            judge_outside(outside=outside, act="approve", by=by)
        elif act == "revoke" and (outside := learner.outside_hours.filter(state="approved").first()):
            judge_outside(outside=outside, act="revoke", by=by, reason="Not so")
        elif act == "table":
            changed = ConversionTable.objects.get(pk=table.pk)
            changed.minutes_an_hour, changed.most_a_day = one, Decimal(two)
            changed.save()
        elif act == "fail":
            roll.fails = not roll.fails
        elif act == "book":
            book(learners=[learner.pk])
