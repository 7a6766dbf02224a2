"""Attendance in the demo school."""

import datetime
from dataclasses import replace

import pytest
from django.db.models import Sum

from people.models import Organization
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.demo import POINTS_OF_A_CLASS, load
from plugins.attendance.models import Appeal, Mark, Roll
from plugins.attendance.queries.register import register_of
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.register.models import HeadCount, SessionTally
from schoolhouse.attendance import Excuse
from schoolhouse.extension_points import AbsenceExcuses, absence_excuses
from schoolhouse.testing import DemoPartContract
from schoolhouse.testing.contracts.demo import small_demo

pytestmark = pytest.mark.django_db


class TestDemo(DemoPartContract):
    plugin = name = "attendance"


def day_of(loaded, clock):
    """Return the school as it is at a time of its third day."""
    page = loaded.classes[0]
    day = page.starts_on + datetime.timedelta(days=2)
    return replace(loaded, now=datetime.datetime.combine(day, datetime.time.fromisoformat(clock), page.zone))


@pytest.mark.parametrize("clock", ["00:30", "08:50", "09:20", "14:55", "23:30"])
def test_one_roll_is_being_taken_whatever_the_hour(school, clock):
    loaded = day_of(small_demo(school), clock)
    load(loaded)
    roll = Roll.objects.exclude(state="closed").get()
    assert roll.training_class_id == loaded.classes[0].pk
    assert roll.starts_at.astimezone(loaded.classes[0].zone).date() == loaded.now.date()
    there = [row for row in rows_of(roll) if row.standing.is_there]
    assert 1 <= len(there) < 9
    assert all(roll.opens_at <= mark.at < loaded.now for mark in roll.marks.all())
    assert loaded.accounts["learner"] not in [row.enrollment.learner for row in there]


def test_register_has_figures_at_once(school):
    loaded = small_demo(school)
    load(loaded)
    over = Roll.objects.filter(state="closed")
    assert over.exists()
    assert set(SessionTally.objects.values_list("roll", flat=True)) >= set(over.values_list("pk", flat=True))
    assert sum(SessionTally.objects.values_list("person_times", flat=True)) > over.count()


def test_learning_points_count_those_without_an_account(school):
    """At scale 1 the rolls alone come to about 78,000 person-times; 100,000 are wanted."""
    points = [Organization(name=f"Point {number}", kind="learning_point") for number in range(6)]
    for point in points:
        school.organization.add_child(instance=point)
    loaded = small_demo(school)
    load(loaded)

    by_source = dict(SessionTally.objects.order_by().values_list("source").annotate(Sum("person_times")))
    counted = HeadCount.objects.aggregate(people=Sum("people"))["people"]
    past = HeadCount.objects.filter(training_class=loaded.classes[1])
    assert past.count() == POINTS_OF_A_CLASS * 5
    assert by_source["count"] == counted
    assert by_source["count"] >= 0.4 * by_source["roll"]
    assert SessionTally.objects.filter(source="count").aggregate(alone=Sum("sessions"))["alone"] == 0
    assert all(count.starts_at <= loaded.now for count in HeadCount.objects.all())


def test_learner_can_still_sign_in_by_the_code(school):
    loaded = small_demo(school)
    item = loaded.classes[0].timetable_items.order_by("starts_at")[2]
    item.starts_at, item.ends_at = loaded.now - datetime.timedelta(hours=1), loaded.now + datetime.timedelta(hours=1)
    item.save()
    load(loaded)
    roll = Roll.objects.exclude(state="closed").get()
    mark = sign_in(roll=roll, direction="in", by=loaded.accounts["learner"])
    assert mark.at > loaded.now
    other = roll.marks.exclude(pk=mark.pk).first()
    assert sign_in(roll=roll, direction="in", by=other.by) == other


def test_class_that_is_over_has_all_rolls_closed_and_most_learners_there(school):
    loaded = small_demo(school)
    load(loaded)
    past = loaded.classes[1]
    rolls = Roll.objects.filter(training_class=past)
    assert list(rolls.values_list("state", flat=True)) == ["closed"] * 5
    lines = register_of(past, list(past.enrollments.select_related("learner")))
    assert sum(line.there for line in lines) > 0.85 * 5 * 40
    states = {state for line in lines for state in line.states}
    assert {"present", "late", "absent"} <= states
    assert Appeal.objects.get().enrollment.learner == loaded.accounts["learner9"]


def test_who_is_excused_was_not_seen(school):
    loaded = small_demo(school)
    past = loaded.classes[1]
    excused = past.enrollments.first()
    day = datetime.timedelta(days=1)
    rows = [Excuse(excused.pk, loaded.now - 90 * day, loaded.now, "Ill")]
    absence_excuses.register("attendance", "attendance.ill", AbsenceExcuses("Ill", lambda page, rows_: rows))
    try:
        load(loaded)
    finally:
        absence_excuses._extensions = [one for one in absence_excuses.extensions() if one.name != "attendance.ill"]
    assert not Mark.objects.filter(enrollment=excused).exists()
