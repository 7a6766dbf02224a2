"""Closing a class and opening it again."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from classes.actions import enrollment as roster
from classes.actions.closing import close_class, reopen_class
from classes.actions.timetable import place_on_timetable
from classes.jobs import move_waiting_lists
from classes.models import ClassResult, ClassState, ClassStep
from classes.permissions import is_closed
from foundation.jobs.models import OutboxEvent
from people.actions.merging import merge_people
from people.models import Role
from schoolhouse.attendance import AttendanceRecord, AttendanceRecords
from schoolhouse.extension_points import ClosingCheck, attendance_records, closing_checks
from schoolhouse.refusals import Refusal
from tests.factories.classes import (
    make_enrollment,
    make_live_class,
    make_timetable_item,
    make_training_class,
)
from tests.factories.people import make_organization, make_superuser, make_user
from tests.schoolhouse.testing.contracts_run import registered

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def county():
    return make_organization("East county")


@pytest.fixture
def teacher(county):
    return make_user("Teacher", role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture
def administrator(county):
    return make_user("Administrator", role=Role.ADMINISTRATOR, organization=county)


@pytest.fixture
def training_class(county):
    return make_training_class(county, starts_on=timezone.localdate() - datetime.timedelta(days=6))


def outcomes(step):
    return dict(ClassResult.objects.filter(step=step).values_list("facts__name", "outcome"))


def events(name):
    return [event.data for event in OutboxEvent.objects.filter(name=name).order_by("occurred_at")]


def test_closing_completes_the_enrolled_and_freezes_what_everybody_came_to(training_class, teacher, county):
    stays = make_enrollment(training_class, make_user("Zhao"), organization=county, group_name="1", post="Clerk")
    failed = make_enrollment(training_class, make_user("Qian"))
    make_enrollment(training_class, make_user("Sun"), state="withdrawn")
    make_enrollment(training_class, make_user("Li"), state="declined")

    step = close_class(training_class=training_class, by=teacher, not_completed=[failed.pk])

    assert outcomes(step) == {"Zhao": "completed", "Qian": "not_completed", "Sun": "withdrawn"}
    assert dict(training_class.enrollments.values_list("learner__full_name", "state"))["Qian"] == "enrolled"
    assert ClassResult.objects.get(enrollment=stays).facts == {
        "shape": 1,
        "name": "Zhao",
        "organization": "East county",
        "post": "Clerk",
        "group": "1",
        "attendance": None,
        "lessons": {"finished": 0, "of": 0},
        "reflections": {"accepted": 0, "handed_in": 0, "asked": 0},
    }
    assert is_closed(training_class)
    told = events("classes.closed")[0]
    assert (told["version"], told["completed"], told["not_completed"], told["withdrawn"]) == (1, 1, 1, 1)
    assert len(events("classes.completed")) == 1


def test_attendance_is_frozen_as_it_was_known(training_class, teacher):
    row, item = make_enrollment(training_class), make_timetable_item(training_class)

    def of(page, enrollments, items):
        return [AttendanceRecord(one.pk, item.pk, "late", 40, 60) for one in enrollments]

    with registered(attendance_records, AttendanceRecords("Roll", of), plugin="classes"):
        step = close_class(training_class=training_class, by=teacher, reason="No roll was taken")

    facts = step.results.get(enrollment=row).facts
    assert facts["attendance"] == {"attended": 40, "required": 60, "states": {"late": 1}}


def test_staying_longer_makes_up_for_nothing_that_was_missed(training_class, teacher):
    row = make_enrollment(training_class)
    items = [make_timetable_item(training_class) for _number in range(2)]

    def of(page, enrollments, _items):
        return [AttendanceRecord(row.pk, item.pk, "present", at, 60) for item, at in zip(items, (75, 45), strict=True)]

    with registered(attendance_records, AttendanceRecords("Roll", of), plugin="classes"):
        step = close_class(training_class=training_class, by=teacher, reason="No roll was taken")

    attendance = step.results.get(enrollment=row).facts["attendance"]
    assert (attendance["attended"], attendance["required"]) == (105, 120)


def test_what_is_missing_asks_for_a_reason_and_is_kept(training_class, teacher):
    waiting = make_enrollment(training_class, state="waiting")
    make_live_class(training_class, starts_at=timezone.now())

    with pytest.raises(Refusal) as refused:
        close_class(training_class=training_class, by=teacher)
    assert refused.value.code == "incomplete"
    assert not is_closed(training_class)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"

    step = close_class(training_class=training_class, by=teacher, reason="The last talk is called off")

    assert {(gap["check"], gap["count"]) for gap in step.gaps} == {("classes.waiting", 1), ("classes.live_classes", 1)}
    waiting.refresh_from_db()
    assert waiting.state == "declined"
    assert not step.results.exists()


def test_check_that_fails_is_itself_missing(training_class, teacher):
    def broken(page):
        raise RuntimeError("no")

    with registered(closing_checks, ClosingCheck("Rolls", broken), plugin="classes"):
        with pytest.raises(Refusal):
            close_class(training_class=training_class, by=teacher)
        step = close_class(training_class=training_class, by=teacher, reason="They are on paper")

    assert [(gap["check"], "Rolls" in gap["text"], gap["count"]) for gap in step.gaps] == [("kit.test", True, 0)]


def test_closed_class_refuses_every_change_of_its_roster(training_class, teacher):
    row = make_enrollment(training_class)
    gone = make_enrollment(training_class, state="withdrawn")
    close_class(training_class=training_class, by=teacher)
    row.refresh_from_db()

    for act in (
        lambda: roster.enroll(training_class=training_class, learner=make_user(), by=teacher),
        lambda: roster.withdraw(enrollment=row, by=teacher),
        lambda: roster.reinstate(enrollment=gone, by=teacher),
        lambda: roster.complete_all(training_class=training_class, by=teacher),
        lambda: roster.self_enroll(training_class=training_class, by=make_user()),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "class_closed"
    assert set(training_class.enrollments.values_list("state", flat=True)) == {"completed", "withdrawn"}


def test_closed_class_keeps_its_timetable_and_is_left_alone_by_the_job(training_class, teacher):
    live_class = make_live_class(training_class)
    place_on_timetable(live_class=live_class)
    close_class(training_class=training_class, by=teacher, reason="No roll was taken")
    before = list(training_class.timetable_items.values_list("starts_at", flat=True))
    live_class.starts_at += datetime.timedelta(hours=1)
    make_enrollment(training_class, state="waiting")

    place_on_timetable(live_class=live_class)
    move_waiting_lists()

    assert list(training_class.timetable_items.values_list("starts_at", flat=True)) == before
    assert training_class.enrollments.filter(state="waiting").count() == 1


def test_only_who_runs_a_class_closes_it_and_only_administrators_open_it_again(training_class, teacher, administrator):
    editor = make_user(role=Role.EDITOR, organization=training_class.organization)
    elsewhere = make_user(role=Role.ADMINISTRATOR, organization=make_organization())
    for person in (editor, elsewhere, make_enrollment(training_class).learner):
        with pytest.raises(Refusal) as refused:
            close_class(training_class=training_class, by=person)
        assert refused.value.status == 403
    close_class(training_class=training_class, by=teacher)
    for person in (teacher, editor, elsewhere):
        with pytest.raises(Refusal) as refused:
            reopen_class(training_class=training_class, by=person, reason="A mistake")
        assert refused.value.status == 403

    reopen_class(training_class=training_class, by=administrator, reason="A mistake")

    assert not is_closed(training_class)


def test_reopening_needs_a_reason_and_the_next_closing_makes_another_version(training_class, teacher, administrator):
    row = make_enrollment(training_class, make_user("Zhao"))
    first = close_class(training_class=training_class, by=teacher, not_completed=[row.pk])
    with pytest.raises(Refusal) as refused:
        reopen_class(training_class=training_class, by=administrator, reason="  ")
    assert refused.value.code == "incomplete"
    reopen_class(training_class=training_class, by=administrator, reason="His thesis came late")

    second = close_class(training_class=training_class, by=teacher)

    assert (outcomes(first), first.version) == ({"Zhao": "not_completed"}, 1)
    assert (outcomes(second), second.version) == ({"Zhao": "completed"}, 2)
    assert list(training_class.steps.values_list("to_state", "by", "reason")) == [
        ("closed", teacher.pk, ""),
        ("open", administrator.pk, "His thesis came late"),
        ("closed", teacher.pk, ""),
    ]
    assert [data["reason"] for data in events("classes.reopened")] == ["His thesis came late"]


def test_closing_twice_or_before_the_first_day_is_refused(training_class, teacher):
    close_class(training_class=training_class, by=teacher)
    early = make_training_class(index=training_class.get_parent(), starts_on=timezone.localdate() + DAY * 2)
    for page, code in ((training_class, "wrong_state"), (early, "incomplete")):
        with pytest.raises(Refusal) as refused:
            close_class(training_class=page, by=teacher, reason="Early")
        assert refused.value.code == code
    assert ClassStep.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "state", "reason"),
    [(1, ClassState.OPEN, "x"), (2, ClassState.CLOSED, ""), (0, ClassState.OPEN, "x"), (2, ClassState.OPEN, "")],
)
def test_steps_take_turns_in_the_database(training_class, teacher, number, state, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassStep.objects.create(
            training_class=training_class, number=number, to_state=state, by=teacher, reason=reason
        )


def test_merging_keeps_the_better_result_of_two(training_class, teacher):
    keep, duplicate = make_user("Wang"), make_user("Wang again")
    failed = make_enrollment(training_class, keep)
    make_enrollment(training_class, duplicate)
    close_class(training_class=training_class, by=teacher, not_completed=[failed.pk])

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert list(ClassResult.objects.values_list("enrollment", "outcome")) == [(failed.pk, "completed")]
