"""How much is missed, who is told, and what is proposed."""

import datetime
import uuid
from fractions import Fraction

import pytest

from classes.models import EnrollmentState
from foundation.jobs import drain, enqueue
from foundation.jobs.models import OutboxEvent
from plugins.leave.actions import limit
from plugins.leave.actions.leave import begin_leave, cancel_leave, enter_leave
from plugins.leave.jobs import assess_all
from plugins.leave.minutes import Absence, span
from plugins.leave.models import Leave, LimitNotice, WithdrawalProposal
from plugins.leave.queries.ledger import absences_of
from plugins.leave.queries.simulation import simulate
from plugins.leave.tests.leave_things import ask, at, configure, granted, make_class, seat_in
from schoolhouse.attendance import AttendanceRecord, AttendanceRecords
from schoolhouse.extension_points import attendance_records
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_live_class, make_timetable_item, make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class()


@pytest.fixture
def seat(training_class):
    return seat_in(training_class)


def absence(seat):
    return absences_of(seat.training_class, [seat])[seat.pk]


def events(name):
    return [event.data for event in OutboxEvent.objects.filter(name=f"leave.{name}").order_by("occurred_at", "pk")]


@pytest.fixture
def attendance():
    """Let a plugin know of presence; give the list of what it knows."""
    known = []
    attendance_records.register("classes", "leave-test", AttendanceRecords("Test", lambda *asked: known))
    yield known
    attendance_records.withdraw("classes")


@pytest.fixture
def alone(monkeypatch):
    """Let no other plugin know of presence: what it asks is its own."""
    monkeypatch.setattr(attendance_records, "_extensions", [])


def test_only_granted_leave_over_required_items_counts(seat, training_class):
    assert absence(seat) == Absence(7 * 360)
    ask(seat, 2)
    assert absence(seat).used == 0
    granted(seat, 3, hours=(8, 10))
    assert absence(seat) == Absence(7 * 360, 60)
    make_timetable_item(training_class, starts_at=at(training_class, 3, 9), kind="self_study")
    assert absence(seat) == Absence(7 * 360, 60)
    configure(training_class, required_kinds=["self_study"])
    assert absence(seat) == Absence(60, 60)


def test_minutes_of_an_item_count_once_however_leave_lies(seat):
    first = granted(seat, 2, hours=(8, 12))
    # A row that came with a merged account stands beside the first.
    Leave.objects.create(
        enrollment=seat, client_key=uuid.uuid4(), kind="other", reason="x", state="approved", beside=True,
        starts_at=first.starts_at, ends_at=first.ends_at, until=first.ends_at,
    )  # fmt: skip
    granted(seat, 2, hours=(12, 20))
    assert absence(seat).excused == 360


def test_night_of_a_changed_clock_counts_what_passes():
    training_class = make_training_class(
        starts_on=datetime.date(2026, 10, 24), time_zone="Europe/Berlin", class_teacher=make_user()
    )
    seat = seat_in(training_class)
    starts_at, ends_at = at(training_class, 0, 22), at(training_class, 1, 6)
    make_timetable_item(training_class, starts_at=starts_at, ends_at=ends_at, kind="field_visit")
    Leave.objects.create(
        enrollment=seat, client_key=uuid.uuid4(), kind="other", reason="x", state="closed",
        starts_at=starts_at, ends_at=ends_at, until=ends_at,
    )  # fmt: skip
    assert absence(seat) == Absence(9 * 60, 9 * 60)


def test_absence_without_leave_counts_apart(seat, training_class, attendance):
    items = list(training_class.timetable_items.order_by("starts_at").values_list("pk", flat=True))
    granted(seat, 3, hours=(8, 12))
    attendance += [
        AttendanceRecord(seat.pk, items[0], "absent", 0, 360),
        AttendanceRecord(seat.pk, items[1], "late", 300, 360),
        AttendanceRecord(seat.pk, items[2], "unverified", 0, 360),
        AttendanceRecord(seat.pk, items[3], "absent", 60, 360),
        AttendanceRecord(seat.pk, items[4], "present", 360, 360),
    ]
    found = absence(seat)
    # On the fourth day three hours are excused, one was attended, and two are missed.
    assert (found.excused, found.unexcused) == (180, 360 + 60 + 120)
    assert found.share == Fraction(720, 2520)


@pytest.mark.parametrize("count", [1, 30])
def test_absences_cost_the_same_for_everybody(alone, training_class, count, django_assert_num_queries):
    seats = [seat_in(training_class) for _number in range(count)]
    for one in seats:
        granted(one)
    # The timetable, leave, and outside of a request the stamp of the settings.
    with django_assert_num_queries(3):
        found = absences_of(training_class, seats)
    assert {one.excused for one in found.values()} == {360}


def test_learner_is_told_at_half_and_at_nine_tenths_once(seat):
    granted(seat, 2, hours=(9, 12))
    assert [row["level"] for row in events("limit_neared")] == ["half"]
    cancel_leave(leave=granted(seat, 3, hours=(9, 10)), by=seat.learner)
    granted(seat, 3, hours=(9, 12))
    assert [row["level"] for row in events("limit_neared")] == ["half", "nine_tenths"]
    assert events("limit_neared")[-1]["used"] == 360
    assert LimitNotice.objects.count() == 2
    # Exactly a seventh is not beyond it.
    assert not WithdrawalProposal.objects.exists()


def test_rule_proposes_and_a_person_withdraws(seat, training_class):
    granted(seat, 2)
    granted(seat, 3)
    proposal = WithdrawalProposal.objects.get()
    assert (proposal.used, proposal.required, proposal.limit) == (720, 2520, "1/7")
    assert events("limit_passed")[0]["proposal"] == str(proposal.public_id)
    seat.refresh_from_db()
    assert seat.state == EnrollmentState.ENROLLED

    for by, reason, code in ((make_user(), "x", "not_yours"), (seat.learner, "x", "not_yours"),
                             (training_class.class_teacher, " ", "no_reason")):  # fmt: skip
        with pytest.raises(Refusal) as caught:
            limit.confirm_withdrawal(proposal=proposal, reason=reason, by=by)
        assert caught.value.code == code

    limit.confirm_withdrawal(proposal=proposal, reason="Too much is missed", by=training_class.class_teacher)
    seat.refresh_from_db()
    assert seat.state == EnrollmentState.WITHDRAWN
    assert seat.transitions.get().reason == "Too much is missed"
    with pytest.raises(Refusal, match="decided already"):
        limit.dismiss_withdrawal(proposal=proposal, reason="x", by=training_class.class_teacher)


def test_who_may_stay_is_proposed_again_only_for_more(seat, training_class):
    granted(seat, 2)
    granted(seat, 3, hours=(9, 10))
    limit.dismiss_withdrawal(
        proposal=WithdrawalProposal.objects.get(), reason="Makes it up", by=training_class.class_teacher
    )
    assess_all()
    drain()
    assert WithdrawalProposal.objects.count() == 1
    granted(seat, 4, hours=(9, 10))
    assert WithdrawalProposal.objects.filter(state="proposed").count() == 1


def test_proposal_falls_when_less_is_missed(seat, training_class, attendance):
    granted(seat, 2)
    extra = granted(seat, 3, hours=(9, 10))
    assert WithdrawalProposal.objects.count() == 1
    cancel_leave(leave=extra, by=seat.learner)
    assert not WithdrawalProposal.objects.exists()

    item = training_class.timetable_items.order_by("starts_at").first()
    attendance.append(AttendanceRecord(seat.pk, item.pk, "absent", 0, 360))
    assess_all()
    drain()
    assert WithdrawalProposal.objects.count() == 1
    cancel_leave(leave=Leave.objects.get(state="approved"), by=seat.learner)
    WithdrawalProposal.objects.update_or_create(enrollment=seat, used=720, required=2520, limit="1/7")
    attendance.clear()
    enqueue("leave.assess_class", {"page": training_class.pk})
    drain()
    assert not WithdrawalProposal.objects.exists()


def test_what_was_decided_stays_when_less_is_missed(seat, training_class):
    granted(seat, 2)
    extra = granted(seat, 3, hours=(9, 10))
    proposal = WithdrawalProposal.objects.get()
    limit.dismiss_withdrawal(proposal=proposal, reason="Makes it up", by=training_class.class_teacher)
    cancel_leave(leave=extra, by=seat.learner)
    assert WithdrawalProposal.objects.get().state == "dismissed"


def test_every_night_attendance_is_looked_at(seat, training_class, attendance):
    item = training_class.timetable_items.order_by("starts_at").first()
    attendance.append(AttendanceRecord(seat.pk, item.pk, "absent", 0, 360))
    assess_all()
    drain()
    assert [row["level"] for row in events("limit_neared")] == ["half", "nine_tenths"]
    configure(training_class, "off")
    attendance.append(AttendanceRecord(seat.pk, item.pk + 1, "absent", 0, 360))
    assess_all()
    drain()
    assert not WithdrawalProposal.objects.exists()


def test_limit_is_the_class_s_own(seat, training_class):
    configure(training_class, limit="1/2")
    granted(seat, 2)
    granted(seat, 3)
    assert not WithdrawalProposal.objects.exists()
    assert [row["level"] for row in events("limit_neared")] == ["half"]


def test_entry_after_the_fact_counts(seat, training_class):
    said = {"kind": "illness", "reason": "He called", "client_key": uuid.uuid4()}
    times = {"starts_at": at(training_class, 0, 8), "ends_at": at(training_class, 0, 18)}
    enter_leave(enrollment=seat, by=training_class.class_teacher, **said, **times)
    assert absence(seat).excused == 360


def test_simulation_says_what_it_would_be(seat, training_class):
    granted(seat, 2, hours=(9, 12))
    ask(seat, 4, hours=(9, 10))
    found = simulate(seat, at(training_class, 3, 9), at(training_class, 3, 13))
    assert (found.now.share, found.then.share) == (Fraction(180, 2520), Fraction(420, 2520))
    assert (found.sessions, found.minutes, found.undecided, found.overlaps) == (1, 240, 1, False)
    assert (found.level, found.left) == ("passed", 0)
    assert simulate(seat, at(training_class, 4, 9), at(training_class, 4, 10)).overlaps is True
    assert simulate(seat, at(training_class, 5, 20), at(training_class, 5, 21)).sessions == 0


def test_later_sessions_of_the_same_lesson_are_offered_and_nothing_is_invented(seat, training_class):
    lesson, other = make_lesson(), make_lesson()
    make_timetable_item(training_class, starts_at=at(training_class, 2, 16), page=lesson, kind="lesson")
    asked = (at(training_class, 2, 15), at(training_class, 2, 18))
    assert simulate(seat, *asked).make_ups == []

    make_timetable_item(training_class, starts_at=at(training_class, 4, 16), page=lesson, kind="lesson", room="201")
    make_timetable_item(training_class, starts_at=at(training_class, 4, 17), page=other, kind="lesson")
    make_timetable_item(training_class, starts_at=at(training_class, 0, 16), page=lesson, kind="lesson")
    second = make_class(title="Evening class")
    live = make_live_class(second, lesson=lesson, starts_at=at(second, 3, 19))
    second.timetable_items.filter(page=live).delete()
    make_timetable_item(second, starts_at=at(second, 3, 19), page=live, kind="live_class")
    found = simulate(seat, *asked).make_ups
    assert [(one.title, one.room, one.is_own_class) for one in found] == [(lesson.title, "201", True)]

    second.enrollments.create(learner=seat.learner)
    found = simulate(seat, *asked).make_ups
    assert next((one.training_class.title, one.is_own_class) for one in found) == ("Evening class", False)
    assert len(found) == 2
    # What lies in the time that is asked for is no help.
    assert len(simulate(seat, asked[0], at(training_class, 4, 18)).make_ups) == 0


def test_simulation_costs_the_same_for_much_leave(alone, seat, training_class, django_assert_max_num_queries):
    for day in (2, 3, 4):
        granted(seat, day)
    with django_assert_max_num_queries(9):
        simulate(seat, at(training_class, 5, 9), at(training_class, 5, 10))


def test_draft_simulates_itself(seat):
    leave = ask(seat, send=False)
    assert simulate(seat, leave.starts_at, leave.ends_at, leave=leave).overlaps is False
    assert span(leave.starts_at, leave.ends_at)[1] - span(leave.starts_at, leave.ends_at)[0] == 600
    assert begin_leave(
        enrollment=seat, client_key=leave.client_key, kind="other", starts_at=leave.starts_at, ends_at=leave.ends_at,
        reason="x", by=seat.learner,
    ) == leave  # fmt: skip
