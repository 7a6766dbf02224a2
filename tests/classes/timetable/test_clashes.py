"""Who and what would be in two places at once."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from classes.actions.timetable.moving import cancel
from classes.models import TimetableItem, TrainingClassPage
from classes.queries.timetable.clashes import Slot, clashes_of
from classes.queries.timetable.plans import plan_of, steps_later
from tests.classes.timetable.times import berlin
from tests.factories.classes import make_enrollment, make_live_class, make_timetable_item, make_training_class
from tests.factories.people import make_organization, make_user


@pytest.fixture
def other(beside, teacher):
    return beside(title="Cooking", class_teacher=teacher)


def slot(hour, until, **options):
    return Slot(berlin(2027, 3, 26, hour), berlin(2027, 3, 26, until), **options)


def said(slots, training_class, by):
    return [(clash.what, clash.who, clash.title) for clash in clashes_of(slots, training_class, by)]


def test_room_is_taken_under_another_spelling(item, other, teacher):
    taken = ("room", "Room 1", "Bandages · First aid")
    assert said([slot(10, 12, room="ｒoom１")], other, teacher) == [taken]
    assert said([slot(10, 12, room="Room 2")], other, teacher) == []


@pytest.mark.parametrize(("hour", "until", "clashes"), [(7, 9, 0), (11, 12, 0), (8, 10, 1), (9, 11, 1), (10, 11, 1)])
def test_what_ends_when_the_next_begins_does_not_clash(item, other, teacher, hour, until, clashes):
    assert len(said([slot(hour, until, room="Room 1")], other, teacher)) == clashes


def test_room_of_the_same_name_in_another_organization_is_another_room(item, teacher):
    elsewhere = make_training_class(make_organization("West county"), title="Elsewhere")
    assert said([slot(9, 11, room="Room 1")], elsewhere, teacher) == []


def test_instructor_teaches_elsewhere(item, other, instructor, teacher):
    people = frozenset({instructor.pk})
    assert said([slot(10, 12, instructors=people)], other, teacher) == [("instructor", "Li", "Bandages · First aid")]
    assert said([slot(11, 12, instructors=people)], other, teacher) == []


def test_learners_are_counted_in_the_class_that_overlaps(training_class, item, learner, other, teacher):
    make_enrollment(other, learner)
    make_enrollment(other, make_user())
    make_enrollment(training_class, make_user(), state="withdrawn")
    with override("en"):
        (clash,) = said([slot(10, 12)], other, teacher)
    named = f"1 learner is in another class ({learner.full_name})"
    assert clash == ("learners", named, "Bandages · First aid")


def test_first_five_learners_are_named_to_who_runs_the_class_alone(training_class, item, other, teacher):
    people = [make_user(f"Learner {number}") for number in range(7)]
    for person in reversed(people):
        make_enrollment(training_class, person)
        make_enrollment(other, person)
    make_enrollment(training_class, make_user("Aardvark"))
    with override("en"):
        found = [said([slot(10, 12)], other, by)[0][1] for by in (teacher, make_user())]
    names = "Learner 0, Learner 1, Learner 2, Learner 3, Learner 4…"
    assert found == [f"7 learners are in another class ({names})", "7 learners are in another class"]


def test_what_is_cancelled_or_moved_itself_is_no_clash(training_class, item, instructor, other, teacher):
    own = slot(9, 11, room="Room 1", instructors=frozenset({instructor.pk}), item=item.pk, page=item.page_id)
    assert said([own], training_class, teacher) == []
    cancel(item=item, reason="Snow", by=teacher)
    again = slot(9, 11, room="Room 1", instructors=frozenset({instructor.pk}))
    assert said([again], other, teacher) == []


def test_class_that_one_may_not_know_of_is_not_named(item, instructor, county):
    stranger = make_user()
    elsewhere = make_training_class(make_organization("West county"), title="Elsewhere", class_teacher=stranger)
    TrainingClassPage.objects.update(audience="class")
    ((what, who, title),) = said([slot(9, 11, instructors=frozenset({instructor.pk}))], elsewhere, stranger)
    assert (what, who) == ("instructor", "Li")
    assert "Bandages" not in title
    assert "First aid" not in title


def test_clash_says_what_and_when_where_the_class_is_held(item, other, teacher):
    (clash,) = clashes_of([slot(9, 11, room="Room 1")], other, teacher)
    with override("en"):
        assert str(clash) == "The room Room 1 is taken on March 26, 09:00–11:00: Bandages · First aid"


def test_hour_that_comes_twice_is_two_hours(county, teacher):
    class_ = make_training_class(county, starts_on=berlin(2027, 10, 31).date(), class_teacher=teacher)
    first = berlin(2027, 10, 31, 2, 15)
    make_timetable_item(class_, starts_at=first, ends_at=first.replace(minute=45), room="Hall")
    again = first.replace(fold=1)
    assert said([Slot(again, again.replace(minute=45), room="Hall")], class_, teacher) == []


@pytest.mark.parametrize("count", [1, 30, 300])
def test_plan_costs_the_same_however_long_it_is(training_class, other, instructor, teacher, learner, count):
    make_enrollment(other, learner)
    for number in range(min(count, 3)):
        make_live_class(
            training_class, instructor=instructor, starts_at=berlin(2027, 3, 22 + number, 9), room="Room 1"
        ).save_revision().publish()
    start = berlin(2027, 3, 22, 10).astimezone(UTC)
    TimetableItem.objects.bulk_create(
        TimetableItem(
            training_class=training_class_,
            title=f"Item {number}",
            room="Room 1",
            room_key="room1",
            starts_at=start + timedelta(hours=2 * number, days=days),
            ends_at=start + timedelta(hours=2 * number + 1, days=days),
        )
        for number in range(count)
        for training_class_, days in ((training_class, 0), (other, 1))
    )
    with CaptureQueriesContext(connection) as queries:
        steps = steps_later(training_class, starting=start, shift=timedelta(days=1))
        plan = plan_of(steps, training_class, teacher)
    assert len(plan.clashes) >= min(count, 50)
    assert len(queries) <= 26
