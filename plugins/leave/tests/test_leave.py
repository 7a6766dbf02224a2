"""The way of leave from asking to closing, and what is refused."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.jobs.models import OutboxEvent
from people.roles import Role
from plugins.leave.actions import leave as actions
from plugins.leave.actions.edges import EDGES
from plugins.leave.actions.stand_ins import name_stand_in, remove_stand_in
from plugins.leave.jobs import begin
from plugins.leave.models import Leave, LeaveState, LeaveStep
from plugins.leave.tests.leave_things import ask, at, begun, configure, granted, make_class, seat_in
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class()


@pytest.fixture
def teacher(training_class):
    return training_class.class_teacher


@pytest.fixture
def seat(training_class):
    return seat_in(training_class)


def sent():
    return list(OutboxEvent.objects.filter(name__startswith="leave.").order_by("occurred_at", "pk"))


def refusal(act, **arguments):
    with pytest.raises(Refusal) as caught, transaction.atomic():
        act(**arguments)
    return caught.value


def test_leave_goes_its_way_and_every_step_says_who_and_why(seat, teacher):
    leave = granted(seat)
    assert leave.state == LeaveState.APPROVED
    past = timezone.now() - datetime.timedelta(hours=1)
    Leave.objects.filter(pk=leave.pk).update(starts_at=past)
    begin()
    leave.refresh_from_db()
    assert leave.state == LeaveState.TAKEN
    leave = actions.report_back(leave=leave, by=seat.learner)
    actions.close_leave(leave=leave, by=teacher, reason="Thank you")

    steps = LeaveStep.objects.filter(leave=leave).values_list("act", "from_state", "to_state", "by", "reason")
    assert list(steps) == [
        ("begin", "", "draft", seat.learner.pk, ""),
        ("submit", "draft", "submitted", seat.learner.pk, ""),
        ("approve", "submitted", "approved", teacher.pk, ""),
        ("take", "approved", "taken", None, ""),
        ("report_back", "taken", "reported_back", seat.learner.pk, ""),
        ("close", "reported_back", "closed", teacher.pk, "Thank you"),
    ]
    assert [event.name for event in sent() if "limit" not in event.name] == [
        "leave.submitted",
        "leave.approved",
        "leave.reported_back",
    ]


def test_who_is_back_early_misses_less(seat):
    leave = begun(seat)
    ends_at = leave.ends_at
    leave = actions.report_back(leave=leave, by=seat.learner)
    assert leave.until < ends_at
    assert leave.ends_at == ends_at
    # The rest of the day is free for something else.
    Leave.objects.create(
        enrollment=seat, client_key=uuid.uuid4(), kind="other", reason="x", state="submitted",
        starts_at=leave.until, ends_at=ends_at, until=ends_at,
    )  # fmt: skip


def test_who_is_back_late_missed_what_was_granted(seat):
    leave = begun(seat)
    over = timezone.now() - datetime.timedelta(minutes=30)
    Leave.objects.filter(pk=leave.pk).update(ends_at=over, until=over)
    leave = actions.report_back(leave=leave, by=seat.learner)
    assert leave.until == over
    assert sent()[-1].data["is_late"] is True


def test_refused_leave_is_asked_for_once_more_and_no_oftener(seat, teacher):
    leave = ask(seat)
    assert refusal(actions.refuse_leave, leave=leave, by=teacher, reason=" ").status == 400
    leave = actions.refuse_leave(leave=leave, by=teacher, reason="The examination is then")
    assert sent()[-1].data["reason"] == "The examination is then"
    leave = actions.appeal(leave=leave, by=seat.learner, reason="The hospital has no other day")
    assert leave.state == LeaveState.APPEALED
    assert sent()[-1].data["is_appeal"] is True
    leave = actions.refuse_leave(leave=leave, by=teacher, reason="I am sorry")
    assert refusal(actions.appeal, leave=leave, by=seat.learner, reason="Again").code == "not_possible"


def test_nobody_decides_about_their_own(training_class):
    teacher_learns = make_enrollment(training_class, training_class.class_teacher)
    leave = ask(teacher_learns)
    assert refusal(actions.approve_leave, leave=leave, by=training_class.class_teacher).status == 403


def test_endorsement_comes_first_where_the_class_asks_for_it(training_class, teacher):
    configure(training_class, needs_endorsement=True)
    unit = make_organization()
    coordinator = make_user(role=Role.COORDINATOR, organization=unit)
    seat = seat_in(training_class, organization=unit)
    leave = ask(seat)
    assert refusal(actions.approve_leave, leave=leave, by=teacher).code == "not_possible"
    assert refusal(actions.endorse_leave, leave=leave, by=seat.learner).status == 403
    leave = actions.endorse_leave(leave=leave, by=coordinator, reason="He is ill indeed")
    assert refusal(actions.approve_leave, leave=leave, by=coordinator).status == 403
    assert actions.approve_leave(leave=leave, by=teacher).state == LeaveState.APPROVED


def test_group_leader_who_was_named_endorses_the_own_group(training_class):
    configure(training_class, needs_endorsement=True)
    leader = seat_in(training_class, group_name="One").learner
    days = {"from_day": training_class.starts_on, "to_day": training_class.ends_on}
    teacher = training_class.class_teacher
    named = {"training_class": training_class, "person": leader, "group_name": "One", "by": teacher, **days}
    assert refusal(name_stand_in, duty="approve", **named).code == "person"
    name_stand_in(duty="endorse", **named)
    own = ask(seat_in(training_class, group_name="One"))
    other = ask(seat_in(training_class, group_name="Two"))
    assert refusal(actions.endorse_leave, leave=other, by=leader).status == 403
    assert actions.endorse_leave(leave=own, by=leader).state == LeaveState.ENDORSED


def test_stand_in_decides_on_the_named_days_only(training_class, seat, teacher):
    colleague = make_user(role=Role.INSTRUCTOR, organization=training_class.organization)
    today = timezone.now().astimezone(training_class.zone).date()
    day = datetime.timedelta(days=1)
    named = {"training_class": training_class, "person": colleague, "duty": "approve", "by": teacher}
    name_stand_in(from_day=today + day, to_day=today + 2 * day, **named)
    leave = ask(seat)
    assert refusal(actions.approve_leave, leave=leave, by=colleague).status == 403
    row = name_stand_in(from_day=today, to_day=today, **named)
    assert name_stand_in(from_day=today, to_day=today, **named) == row
    remove_stand_in(stand_in=row, by=teacher)
    assert refusal(actions.approve_leave, leave=leave, by=colleague).status == 403
    name_stand_in(from_day=today, to_day=today, **named)
    assert actions.approve_leave(leave=leave, by=colleague).state == LeaveState.APPROVED


def test_strangers_cannot_be_named(training_class, teacher):
    days = {"from_day": training_class.starts_on, "to_day": training_class.ends_on}
    elsewhere = make_user(role=Role.INSTRUCTOR, organization=make_organization())
    named = {"training_class": training_class, "duty": "approve", **days}
    assert refusal(name_stand_in, person=elsewhere, by=teacher, **named).code == "person"
    assert refusal(name_stand_in, person=elsewhere, by=elsewhere, **named).status == 403


def test_overlapping_leave_is_refused_in_words_and_by_the_database(seat):
    first = ask(seat, 2, hours=(8, 12))
    second = ask(seat, 2, send=False, hours=(11, 15))
    assert refusal(actions.submit_leave, leave=second, by=seat.learner).code == "overlap"
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.filter(pk=second.pk).update(state="submitted")
    row = {"enrollment": seat, "kind": "other", "reason": "x", "state": "approved", "client_key": uuid.uuid4()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(starts_at=first.starts_at, ends_at=first.ends_at, until=first.ends_at, **row)
    # What touches does not overlap, what was called off holds nothing, and another learner is another matter.
    assert ask(seat, 2, hours=(12, 15)).state == LeaveState.SUBMITTED
    assert ask(seat_in(seat.training_class), 2, hours=(8, 12)).state == LeaveState.SUBMITTED
    actions.cancel_leave(leave=first, by=seat.learner)
    assert ask(seat, 2, hours=(8, 12)).state == LeaveState.SUBMITTED


def test_appeal_finds_its_time_taken(seat, teacher):
    refused = actions.refuse_leave(leave=ask(seat), by=teacher, reason="No")
    ask(seat)
    assert refusal(actions.appeal, leave=refused, by=seat.learner, reason="Please").code == "overlap"


def test_sent_twice_is_written_once(seat):
    key = uuid.uuid4()
    assert ask(seat, client_key=key, send=False) == ask(seat, client_key=key, send=False)
    assert Leave.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "holiday"}, "kind"),
        ({"reason": " \x00 "}, "no_reason"),
        ({"reason": "x" * 1001}, "too_long"),
    ],
)
def test_leave_that_says_nothing_is_refused(seat, said, code):
    assert refusal(ask, enrollment=seat, **said).code == code
    assert not Leave.objects.exists()


def test_times_that_cannot_be_are_refused_with_a_word(seat, training_class):
    noon = at(training_class, 2, 12)
    hour = datetime.timedelta(hours=1)
    assert refusal(ask, enrollment=seat, starts_at=noon, ends_at=noon).code == "order"
    assert refusal(ask, enrollment=seat, starts_at=noon, ends_at=noon - hour).code == "order"
    past = timezone.now() - 3 * hour
    assert "begun already" in str(refusal(ask, enrollment=seat, starts_at=past, ends_at=past + 5 * hour))
    assert "outside the days" in str(refusal(ask, enrollment=seat, day=30))
    assert "no leave is needed" in str(refusal(ask, enrollment=seat, hours=(20, 22)))
    assert not Leave.objects.exists()


def test_last_day_ends_at_midnight(seat, training_class):
    ends_at = at(training_class, 7, 0)
    assert ask(seat, 6, ends_at=ends_at).ends_at == ends_at


def test_only_who_decides_enters_what_is_past(seat, teacher, training_class):
    said = {"enrollment": seat, "kind": "illness", "client_key": uuid.uuid4(), "reason": "He called at eight"}
    yesterday = {"starts_at": at(training_class, 0, 9), "ends_at": at(training_class, 0, 12)}
    assert refusal(actions.enter_leave, by=seat.learner, **said, **yesterday).status == 403
    leave = actions.enter_leave(by=teacher, **said, **yesterday)
    assert leave.state == LeaveState.CLOSED
    assert actions.enter_leave(by=teacher, **said, **yesterday) == leave
    tomorrow = {"starts_at": at(training_class, 2, 9), "ends_at": at(training_class, 2, 12)}
    late = {**said, "client_key": uuid.uuid4()}
    assert "not over yet" in str(refusal(actions.enter_leave, by=teacher, **late, **tomorrow))
    assert [event.data["after_the_fact"] for event in sent() if event.name == "leave.approved"] == [True]


def test_granted_leave_is_called_off_until_it_begins(seat):
    assert actions.cancel_leave(leave=granted(seat), by=seat.learner).state == LeaveState.CANCELLED
    leave = begun(seat)
    assert "Report back instead" in str(refusal(actions.cancel_leave, leave=leave, by=seat.learner))


def test_who_left_the_class_asks_for_nothing(training_class):
    seat = seat_in(training_class, state="withdrawn")
    assert refusal(ask, enrollment=seat).code == "not_possible"


def test_others_do_nothing(seat):
    leave = ask(seat)
    for stranger in (make_user(), make_training_class(class_teacher=make_user()).class_teacher):
        for act in (actions.approve_leave, actions.endorse_leave, actions.report_back, actions.cancel_leave):
            assert refusal(act, leave=leave, by=stranger).status == 403


def test_administrators_decide(seat, training_class):
    administrator = make_user(role=Role.ADMINISTRATOR, organization=training_class.organization)
    assert actions.approve_leave(leave=ask(seat), by=administrator).state == LeaveState.APPROVED
    assert actions.approve_leave(leave=ask(seat, 3), by=make_superuser()).state == LeaveState.APPROVED


def test_edges_lead_from_state_to_state():
    known = {"", *LeaveState.values}
    assert all(edge.sources <= known and edge.target in known for edge in EDGES.values())
    reached = {edge.target for edge in EDGES.values()}
    assert reached == set(LeaveState)


def test_leader_of_the_group_endorses_its_leave_alone(training_class):
    configure(training_class, needs_endorsement=True)
    leader = seat_in(training_class, group_name="One")
    leader.leads_group = True
    leader.save()
    own, other = ask(seat_in(training_class, group_name="One")), ask(seat_in(training_class, group_name="Two"))
    assert refusal(actions.endorse_leave, leave=other, by=leader.learner).status == 403
    assert actions.endorse_leave(leave=own, by=leader.learner).state == LeaveState.ENDORSED
