"""Marks at the roll: written once, never changed."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.actions.merging import merge_people
from plugins.attendance.actions.marks import correct, say
from plugins.attendance.actions.roll_edges import EDGES
from plugins.attendance.actions.rolls import close_roll, open_roll, reopen_roll
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.models import Mark
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll, say_of, saying
from schoolhouse.attendance import AttendanceState as State
from schoolhouse.edges import NEW
from schoolhouse.refusals import Refusal
from schoolhouse.testing import assert_no_migration_drift

pytestmark = pytest.mark.django_db


def test_models_and_migrations_agree():
    assert_no_migration_drift("attendance")


@pytest.fixture
def roll(school):
    return make_roll(school)


@pytest.fixture
def teacher(roll):
    return roll.training_class.class_teacher


@pytest.fixture
def enrollment(school, roll):
    return school.enrollment(roll.training_class)


def state(roll, enrollment):
    roll.refresh_from_db()
    return next(row.standing.state for row in rows_of(roll) if row.enrollment == enrollment)


@pytest.mark.parametrize("change", [{"says": "out"}, {"at": timezone.now()}, {"reason": "x"}, {"evidence": "x"}])
def test_database_refuses_to_change_a_mark(roll, enrollment, change):
    (mark,) = say_of(roll, enrollment, "present")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        mark.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).delete()

    assert state(roll, enrollment) == State.PRESENT


def test_marks_follow_when_two_accounts_of_one_person_become_one(school, roll, teacher):
    keep, duplicate = (school.enrollment(roll.training_class) for _number in range(2))
    say_of(roll, keep, "late")
    say_of(roll, duplicate, "present")

    merge_people(keep=keep.learner, duplicate=duplicate.learner, by=school.superuser())

    assert set(Mark.objects.values_list("enrollment__learner", flat=True)) == {keep.learner_id}
    assert state(roll, keep) == State.PRESENT


def test_all_present_except_two(school, roll, teacher):
    rows = [school.enrollment(roll.training_class) for _number in range(5)]
    now = timezone.now()

    words = ["absent", "late", "present", "present", "present"]
    marks = say(roll=roll, said=[saying(row, word, now) for row, word in zip(rows, words, strict=True)], by=teacher)

    assert len(marks) == 5
    assert [state(roll, row) for row in rows] == [State.ABSENT, State.LATE, *[State.PRESENT] * 3]


def test_late_tapped_within_the_minutes_of_grace_is_late(school):
    roll = make_roll(school, minutes_ago=3)
    tapped, scanned = (school.enrollment(roll.training_class) for _number in range(2))
    say_of(roll, scanned, "present")

    (first,), (second,) = say_of(roll, tapped, "late"), say_of(roll, scanned, "late")

    assert [state(roll, one) for one in (tapped, scanned)] == [State.LATE, State.LATE]
    assert (first.says, first.corrects, second.says, second.corrects.says) == ("late", None, "late", "in")
    assert say_of(roll, tapped, "late", first.at) == []
    say_of(roll, tapped, "present")
    assert state(roll, tapped) == State.PRESENT


def test_who_was_called_late_signs_out(school):
    roll = make_roll(school, minutes_ago=3, asks_out=True)
    enrollment = school.enrollment(roll.training_class)
    say_of(roll, enrollment, "late")

    assert sign_in(roll=roll, direction="out", by=enrollment.learner).says == "out"


def test_same_list_sent_twice_is_written_once(roll, enrollment, teacher):
    said = [saying(enrollment, "absent")]

    first, second = say(roll=roll, said=said, by=teacher), say(roll=roll, said=said, by=teacher)

    assert (len(first), second) == (1, [])
    assert Mark.objects.count() == 1


def test_list_that_comes_again_after_the_roll_was_closed_is_no_error(roll, enrollment, teacher):
    said = [saying(enrollment, "absent")]
    say(roll=roll, said=said, by=teacher)
    close_roll(roll=roll, rest_absent=False, by=teacher)

    assert say(roll=roll, said=said, by=teacher) == []
    with pytest.raises(Refusal) as refused:
        say_of(roll, enrollment, "present")
    assert refused.value.code == "closed"


def test_who_came_while_the_list_waited_for_a_network_is_late_and_not_absent(roll, enrollment):
    tapped = timezone.now() - timedelta(minutes=15)
    say_of(roll, enrollment, "late", timezone.now() - timedelta(minutes=5))

    say_of(roll, enrollment, "absent", tapped)

    assert state(roll, enrollment) == State.LATE


def test_changed_word_is_a_new_mark_that_names_the_old_one(roll, enrollment, teacher):
    (first,) = say_of(roll, enrollment, "absent")

    (second,) = say_of(roll, enrollment, "present")

    assert (second.corrects, second.by) == (first, teacher)
    assert second.reason
    assert state(roll, enrollment) == State.PRESENT


def test_word_that_says_nothing_new_writes_nothing(roll, enrollment):
    say_of(roll, enrollment, "present")

    assert say_of(roll, enrollment, "present") == []


def test_past_session_is_corrected_with_a_reason(school, roll, enrollment, teacher):
    close_roll(roll=roll, rest_absent=True, by=teacher)
    assert state(roll, enrollment) == State.ABSENT

    with pytest.raises(Refusal):
        correct(roll=roll, enrollment=enrollment, word="present", reason=" ", by=teacher)
    mark = correct(roll=roll, enrollment=enrollment, word="present", reason="Stood on the paper list", by=teacher)

    assert mark.by == teacher
    assert state(roll, enrollment) == State.PRESENT
    again = correct(roll=roll, enrollment=enrollment, word="absent", reason="Signed for by a friend", by=teacher)
    assert (again.corrects, again.reason) == (mark, "Signed for by a friend")
    assert state(roll, enrollment) == State.ABSENT


def test_others_do_not_take_the_roll(school, roll, enrollment):
    for person in (enrollment.learner, school.person(), school.training_class().class_teacher):
        with pytest.raises(Refusal):
            say(roll=roll, said=[saying(enrollment, "present")], by=person)
    stranger = school.enrollment(school.training_class())
    with pytest.raises(Refusal) as refused:
        say_of(roll, stranger, "present")
    assert refused.value.code == "not_in_class"

    assert not Mark.objects.exists()


def test_half_days_meet_at_noon_where_the_class_is_held(school):
    training_class = school.training_class(time_zone="Asia/Shanghai")
    day = timezone.now().astimezone(training_class.zone).replace(hour=9, minute=0, second=0, microsecond=0)
    item = school.timetable_item(training_class, starts_at=day, ends_at=day.replace(hour=17))

    morning, afternoon = (
        open_roll(item=item, part=part, by=training_class.class_teacher) for part in ("morning", "afternoon")
    )

    noon = day.replace(hour=12)
    assert [(morning.starts_at, morning.ends_at), (afternoon.starts_at, afternoon.ends_at)] == [
        (day, noon),
        (noon, day.replace(hour=17)),
    ]
    assert open_roll(item=item, part="morning", by=training_class.class_teacher) == morning
    short = school.timetable_item(training_class, starts_at=day, ends_at=day.replace(hour=11))
    with pytest.raises(Refusal):
        open_roll(item=short, part="afternoon", by=training_class.class_teacher)


def test_roll_is_reopened_with_a_reason(roll, enrollment, teacher):
    close_roll(roll=roll, rest_absent=True, by=teacher)

    with pytest.raises(Refusal):
        reopen_roll(roll=roll, reason="", by=teacher)
    reopened = reopen_roll(roll=roll, reason="The paper list came", by=teacher)

    assert (reopened.state, reopened.rest_absent) == ("reopened", False)
    assert state(roll, enrollment) == State.UNVERIFIED
    moves = list(roll.transitions.values_list("from_state", "to_state", "by", "reason"))
    assert moves[1:] == [
        ("open", "closed", teacher.pk, ""),
        ("closed", "reopened", teacher.pk, "The paper list came"),
    ]


def test_what_has_not_begun_is_not_closed(school):
    roll = make_roll(school, minutes_ago=-20)

    with pytest.raises(Refusal):
        close_roll(roll=roll, rest_absent=True, by=roll.training_class.class_teacher)


def stands_on_the_table(roll):
    """Compare the history of a roll with its edges: each step is one of them, and begins where the last one ended."""
    edges = {(source, edge.target) for edge in EDGES.values() for source in edge.sources}
    before = NEW
    for step in roll.transitions.all():
        assert step.from_state == before
        assert (step.from_state, step.to_state) in edges
        before = step.to_state
    roll.refresh_from_db()
    assert roll.state == before


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["say", "correct", "close", "close absent", "reopen"]),
        st.sampled_from(["present", "late", "absent", "stayed", "left"]),
        st.integers(0, 19),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_sequence_of_acts_leaves_the_table_or_loses_a_mark(roll, enrollment, teacher, acts):
    with transaction.atomic():
        seen = {}
        for act, word, minutes_ago in acts:
            at = timezone.now() - timedelta(minutes=minutes_ago)
            try:
                if act == "say":
                    say_of(roll, enrollment, word, at)
                elif act == "correct":
                    correct(roll=roll, enrollment=enrollment, word=word, at=at, reason="Looked again", by=teacher)
                elif act == "reopen":
                    reopen_roll(roll=roll, reason="Looked again", by=teacher)
                else:
                    close_roll(roll=roll, rest_absent=act == "close absent", by=teacher)
            except Refusal:
                pass
            marks = {mark.pk: (mark.says, mark.at, mark.by_id, mark.reason) for mark in Mark.objects.all()}
            assert seen.items() <= marks.items()
            seen = marks
            (row,) = rows_of(roll)
            assert row.standing.minutes <= 120
            stands_on_the_table(roll)
        assert all(mark.reason and mark.by_id for mark in Mark.objects.exclude(corrects=None))
        transaction.set_rollback(True)


def test_key_of_another_mark_writes_nothing(school, roll, enrollment):
    other, key = school.enrollment(roll.training_class), uuid.uuid4()
    say_of(roll, enrollment, "present", key=key)

    assert say_of(roll, other, "present", key=key) == []
