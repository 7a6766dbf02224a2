"""Rolls follow the timetable: what moves takes its roll along, what is cancelled asks nobody for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classes.actions.timetable.moving import cancel, move_rest, swap
from classes.closing.checks import gaps_of
from classes.queries.timetable.plans import stamp_of
from plugins.attendance.actions.rolls import move_rolls, open_roll
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.extensions import records
from plugins.attendance.queries.going_on import going_on
from plugins.attendance.queries.register import begun_rolls
from plugins.attendance.queries.scanning import open_rolls_of
from plugins.attendance.register.queries.truth import figures_of
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def move(roll, shift=DAY):
    page = roll.training_class
    move_rest(training_class=page, starting=roll.starts_at, shift=shift, by=page.class_teacher, stamp=stamp_of(page))
    roll.refresh_from_db()


def gaps(page):
    return [gap for gap in gaps_of(page) if gap.check == "attendance"]


def test_roll_moves_with_the_rest_of_the_class_and_learners_sign_in_at_the_new_time(school, monkeypatch):
    roll = make_roll(school, minutes_ago=-60)
    seat = school.enrollment(roll.training_class)
    was = {name: getattr(roll, name) for name in ("starts_at", "ends_at", "opens_at", "closes_at")}
    required = roll.required_minutes

    move(roll)

    assert {name: getattr(roll, name) - DAY for name in was} == was
    assert roll.required_minutes == required
    monkeypatch.setattr(timezone, "now", lambda: roll.starts_at)
    assert sign_in(roll=roll, direction="in", by=seat.learner).says == "in"


def test_what_was_recorded_keeps_its_time_when_the_rest_moves(school):
    roll = make_roll(school, minutes_ago=-20)
    say_of(roll, school.enrollment(roll.training_class), "present")
    was = roll.starts_at

    move(roll)

    assert roll.starts_at == was


def test_rolls_change_places_with_their_sessions(school):
    first = make_roll(school, minutes_ago=-60)
    page = first.training_class
    second = make_roll(school, page, minutes_ago=-600)
    times = [(roll.starts_at, roll.ends_at) for roll in (second, first)]

    swap(
        training_class=page,
        first=first.item,
        second=second.item,
        by=page.class_teacher,
        stamp=stamp_of(page),
        reason="The instructor is ill",
    )

    for roll in (first, second):
        roll.refresh_from_db()
    assert [(roll.starts_at, roll.ends_at) for roll in (first, second)] == times


def test_looking_for_rolls_to_move_costs_the_same_for_one_item_and_for_many(school):
    page = school.training_class()
    items = [make_roll(school, page, minutes_ago=-60 * number).item for number in range(1, 6)]
    costs = []
    for some in (items[:1], items):
        with CaptureQueriesContext(connection) as asked:
            move_rolls(some)
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 4  # two of them a savepoint


def test_roll_of_what_is_cancelled_is_listed_apart_and_counts_nowhere(school):
    page = school.training_class()
    held, gone = (make_roll(school, page, minutes_ago=minutes) for minutes in (30, 20))
    seat = school.enrollment(page)
    for roll in (held, gone):
        say_of(roll, seat, "present")
    counted = [gap.count for gap in gaps(page)]
    cancel(item=gone.item, reason="The hall is flooded", by=page.class_teacher)

    desk = school.client(page.class_teacher).get(reverse("plugins:attendance:desk", args=[page.public_id]))

    assert list(desk.context["orphans"]) == [gone]
    assert (counted, [gap.count for gap in gaps(page)]) == ([2], [1])
    assert [record.item for record in records(page, [seat])] == [held.item_id]
    assert begun_rolls(page) == [held]


def test_roll_of_what_is_gone_stays_among_what_was_recorded(school):
    roll = make_roll(school)
    page = roll.training_class
    roll.item.delete()

    assert begun_rolls(page) == [roll]
    assert [gap.count for gap in gaps(page)] == [1]


def test_roll_of_a_half_day_moves_by_the_clock_of_the_class(school):
    page = school.training_class(time_zone="Asia/Shanghai")
    day = (timezone.now() + DAY).astimezone(page.zone).replace(hour=9, minute=0, second=0, microsecond=0)
    item = school.timetable_item(page, starts_at=day, ends_at=day.replace(hour=17))
    roll = open_roll(item=item, part="afternoon", by=page.class_teacher)
    roll.item = item

    move_rest(training_class=page, starting=item.starts_at, shift=DAY, by=page.class_teacher, stamp=stamp_of(page))

    roll.refresh_from_db()
    assert (roll.starts_at, roll.ends_at) == (day.replace(hour=12) + DAY, day.replace(hour=17) + DAY)


def test_roll_of_what_is_cancelled_is_offered_to_nobody_and_in_no_figure(school):
    page, now = school.training_class(), timezone.now()
    held, gone = (make_roll(school, page, minutes_ago=minutes) for minutes in (30, 20))
    learner = school.enrollment(page).learner
    assert {one.public_id for one in going_on(page, now)} == {held.public_id, gone.public_id}

    cancel(item=gone.item, reason="The hall is flooded", by=page.class_teacher)

    assert [one.public_id for one in going_on(page, now)] == [held.public_id]
    assert list(open_rolls_of(learner, now)) == [held]
    assert [one.roll for one in figures_of(page).sessions] == [held]
