"""The figures of the register are what follows from states and entries, however often they are computed."""

import datetime
import random
import sys
import uuid
from collections import Counter, defaultdict

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.jobs import registry
from foundation.jobs.models import Job, OutboxEvent
from people.models import Organization
from plugins.attendance.actions.marks import Saying, correct, say
from plugins.attendance.actions.rolls import close_roll, open_roll
from plugins.attendance.events import roll_closed
from plugins.attendance.models import Roll, RollTransition
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.register.actions.tallies import follow_moves, tally_class
from plugins.attendance.register.jobs import changed_classes, tally_look
from plugins.attendance.register.models import ClassTally, HeadCount, OutsideClass, PeopleTally, SessionTally
from plugins.attendance.tests.register.entries import count_at, outside_of
from plugins.attendance.tests.rolls import make_roll, say_of

pytestmark = pytest.mark.django_db
FIGURES = ("roll", "person_times", "person_minutes", "at_point", "online", "unverified", "expected", "is_open", "year")


def written(training_class):
    rows = SessionTally.objects.filter(training_class=training_class, roll__isnull=False)
    return sorted(rows.values_list(*FIGURES))


def truth(training_class):
    """Count, one by one, what every learner's state says."""
    found = []
    for roll in Roll.objects.filter(training_class=training_class):
        roll.training_class = training_class
        rows = rows_of(roll)
        states = Counter(str(row.standing.state) for row in rows)
        there = sum(states[name] for name in ("present", "late", "left_early", "online", "at_point"))
        minutes = sum(row.standing.minutes for row in rows)
        year = roll.starts_at.astimezone(training_class.zone).year
        figures = (there, minutes, states["at_point"], states["online"], states["unverified"], len(rows))
        found.append((roll.pk, *figures, roll.state != "closed", year))
    return sorted(found)


def people_truth(training_class):
    times, minutes = Counter(), Counter()
    for roll in Roll.objects.filter(training_class=training_class):
        roll.training_class = training_class
        for row in rows_of(roll):
            if row.standing.is_there:
                key = row.enrollment.organization_id or training_class.organization.pk
                times[key] += 1
                minutes[key] += row.standing.minutes
    return {key: (times[key], minutes[key]) for key in times}


@pytest.mark.parametrize("_round", range(4))
def test_figures_are_what_the_states_say_whatever_happened(school, _round):
    seed = random.randrange(10**6)
    sys.stdout.write(f"seed {seed}\n")  # shown where the test fails
    chance = random.Random(seed)
    training_class = school.training_class()
    village = school.organization.add_child(instance=Organization(name="Village", kind="learning_point"))
    seats = [
        school.enrollment(training_class, organization=chance.choice([village, school.organization, None]))
        for _number in range(6)
    ]
    rolls = [
        make_roll(
            school,
            training_class,
            minutes_ago=chance.randrange(5, 3_000),
            minutes=chance.choice([45, 120]),
            asks_out=chance.random() < 0.4,
        )
        for _number in range(4)
    ]
    teacher = training_class.class_teacher
    for _step in range(40):
        roll = chance.choice(rolls)
        roll.refresh_from_db()
        words = ["present", "late", "absent"] + (["left", "stayed"] if roll.asks_out else [])
        at = min(roll.starts_at + datetime.timedelta(minutes=chance.randrange(-5, 140)), timezone.now())
        said = [Saying(chance.choice(seats).public_id, chance.choice(words), at, uuid.uuid4())]
        if not roll.is_closed:
            say(roll=roll, said=said, by=teacher, source=chance.choice(["teacher", "point", "online", "paper"]))
        if chance.random() < 0.1 and not roll.is_closed:
            close_roll(roll=roll, rest_absent=chance.random() < 0.5, by=teacher)
        if chance.random() < 0.3:
            tally_class(training_class=training_class)

    tally_class(training_class=training_class)

    assert written(training_class) == truth(training_class)
    people = PeopleTally.objects.filter(training_class=training_class)
    by_unit = {one.organization_id: (one.person_times, one.person_minutes) for one in people}
    assert by_unit == people_truth(training_class)
    totals = defaultdict(int)
    for one in SessionTally.objects.filter(training_class=training_class):
        totals["times"] += one.person_times
        totals["minutes"] += one.person_minutes
    assert totals["times"] == sum(times for times, _minutes in by_unit.values())
    assert totals["minutes"] == sum(minutes for _times, minutes in by_unit.values())


def test_figures_of_units_are_written_in_one_order_whichever_was_changed_last(school):
    roll = make_roll(school)
    units = [school.organization.add_child(instance=Organization(name=f"Village {n}", kind="village")) for n in (1, 2)]
    seats = [school.enrollment(roll.training_class) for _unit in units]
    for seat, unit in reversed(list(zip(seats, units, strict=True))):
        seat.organization = unit
        seat.save()  # PostgreSQL gives it last from now on
        say_of(roll, seat, "present")

    tally_class(training_class=roll.training_class)

    assert list(PeopleTally.objects.order_by("pk").values_list("organization", flat=True)) == [u.pk for u in units]


def test_counting_again_writes_the_same(school):
    roll = make_roll(school)
    say_of(roll, school.enrollment(roll.training_class), "present")
    tally_class(training_class=roll.training_class)
    before = list(SessionTally.objects.values())

    for _time in range(3):
        tally_class(training_class=roll.training_class)

    assert list(SessionTally.objects.values()) == before
    assert [one["person_times"] for one in before] == [1]
    assert PeopleTally.objects.count() == 1


def test_who_left_the_class_was_there_all_the_same(school):
    roll = make_roll(school)
    gone = school.enrollment(roll.training_class)
    say_of(roll, gone, "present")
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn")

    tally_class(training_class=roll.training_class)

    line = SessionTally.objects.get()
    assert (line.person_times, line.expected, line.unverified) == (1, 0, 0)


def test_a_new_mark_is_found_and_counted_once(school):
    roll = make_roll(school)
    seat = school.enrollment(roll.training_class)
    tally_class(training_class=roll.training_class)
    Roll.objects.update(starts_at=roll.starts_at - datetime.timedelta(days=9))
    RollTransition.objects.update(at=roll.starts_at - datetime.timedelta(days=9))
    assert changed_classes() == set()
    correct(roll=roll, enrollment=seat, word="present", reason="Was there", by=roll.training_class.class_teacher)

    assert changed_classes() == {roll.training_class_id}
    tally_class(training_class=roll.training_class)

    assert SessionTally.objects.get().person_times == 1
    assert changed_classes() == set()


def test_what_was_never_counted_is_found(school):
    old = make_roll(school, minutes_ago=60 * 24 * 200)
    tally_look()

    assert [job.payload for job in Job.objects.filter(name="attendance.tally_class")] == [
        {"page": old.training_class_id}
    ]


def test_closing_a_roll_is_told_and_counted(school):
    roll = make_roll(school)
    close_roll(roll=roll, rest_absent=True, by=roll.training_class.class_teacher)
    job = registry.find("attendance.tally_closed")
    event = OutboxEvent.objects.get(name=roll_closed.name)

    job.function(event=str(event.pk))

    assert not SessionTally.objects.get().is_open


def test_a_count_beside_a_roll_is_no_second_session(school):
    training_class = school.training_class()
    item = school.timetable_item(training_class)
    other = school.timetable_item(training_class)
    teacher = training_class.class_teacher
    open_roll(item=item, by=teacher)
    village = school.organization.add_child(instance=Organization(name="Village", kind="learning_point"))
    for about in (item, other, other):
        count_at(village, 5, by=teacher, training_class=training_class, item=about, at_point=True)

    tally_class(training_class=training_class)

    counts = SessionTally.objects.filter(head_count__isnull=False).order_by("head_count")
    assert list(counts.values_list("sessions", flat=True)) == [0, 1, 0]
    assert sum(counts.values_list("at_point", flat=True)) == 15


def test_a_corrected_count_keeps_both_and_counts_the_later_one(school):
    administrator = school.person(role="administrator")
    first = count_at(school.organization, 12, by=administrator, title="Village evening")

    later = count_at(school.organization, 21, by=administrator, corrects=first, reason="Counted the sheet again")

    assert list(HeadCount.objects.values_list("people", "corrects", "reason")) == [
        (12, None, ""),
        (21, first.pk, "Counted the sheet again"),
    ]
    assert list(SessionTally.objects.values_list("head_count", "person_times", "person_minutes")) == [
        (later.pk, 21, 21 * 120)
    ]
    assert first.is_corrected


def test_the_database_refuses_to_change_or_delete_an_entry(school):
    administrator = school.person(role="administrator")
    count_at(school.organization, by=administrator)
    outside_of(school.organization, by=administrator)
    for model in (HeadCount, OutsideClass):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(people=99)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_outside_classes_count_people_at_each_session(school):
    administrator = school.person(role="administrator")
    first = outside_of(school.organization, 40, by=administrator)
    assert list(SessionTally.objects.values_list("sessions", "person_times", "person_minutes")) == [(3, 120, 7200)]

    outside_of(school.organization, 0, by=administrator, corrects=first, reason="It was called off")

    assert list(SessionTally.objects.values_list("person_times", flat=True)) == [0]


def test_the_register_follows_a_class_to_another_organization(school):
    from people.models import OrganizationPage

    roll = make_roll(school)
    tally_class(training_class=roll.training_class)
    other = Organization.add_root(instance=Organization(name="Elsewhere", kind="county"))
    OrganizationPage.objects.update(organization=other)

    assert follow_moves() == 1

    assert SessionTally.objects.get().organization == other
    assert follow_moves() == 0
    assert ClassTally.objects.count() == 1


def test_class_in_which_attendance_is_switched_off_leaves_the_register_until_it_is_on_again(school, switch):
    training_class = school.training_class()
    roll = make_roll(school, training_class, minutes_ago=90, minutes=60)
    say_of(roll, school.enrollment(training_class), "present")
    tally_class(training_class=training_class)
    Roll.objects.update(starts_at=roll.starts_at - datetime.timedelta(days=9))
    RollTransition.objects.update(at=timezone.now() - datetime.timedelta(days=9))
    assert (changed_classes(), len(written(training_class))) == (set(), 1)

    for state, lines in (("off", 0), ("on", 1)):
        switch(training_class, state=state)
        assert changed_classes() == {training_class.pk}
        tally_class(training_class=training_class)
        assert changed_classes() == set()
        assert len(written(training_class)) == PeopleTally.objects.count() == lines
