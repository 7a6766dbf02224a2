"""The pages of leave, as each person sees them."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from classes.actions.closing import close_class
from classes.actions.life.groups import change_group
from classes.models import EnrollmentState
from people.roles import Role
from plugins.leave.actions.leave import refuse_leave
from plugins.leave.actions.stand_ins import name_stand_in
from plugins.leave.extensions import aside, desk_address
from plugins.leave.models import Leave, LeaveAttachment, StandIn, WithdrawalProposal
from plugins.leave.tests.leave_things import (
    ask,
    at,
    begun,
    configure,
    form,
    granted,
    make_class,
    of_class,
    paper,
    seat_in,
    signed_in,
    text,
)
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def test_learner_sends_leave_in_the_time_of_the_class(client):
    training_class = make_class(time_zone="Asia/Urumqi")
    seat = seat_in(training_class)
    page = signed_in(client, seat.learner).post(of_class(training_class, "ask/"), form(training_class), follow=True)
    leave = Leave.objects.get()
    assert leave.starts_at == at(training_class, 2, 8)
    assert "Asked for" in text(page)
    assert "08:00 – 18:00" in text(page)


def test_sent_twice_is_there_once(learner, training_class):
    said = form(training_class)
    answers = [learner.post(of_class(training_class, "ask/"), said) for _number in range(2)]
    assert len({answer.url for answer in answers}) == 1
    assert Leave.objects.get().steps.count() == 2


def test_check_says_what_it_does_and_writes_nothing(learner, seat, training_class):
    granted(seat, 2, hours=(9, 12))
    page = learner.post(of_class(training_class, "ask/"), {**form(training_class, 3), "check": "1"})
    assert page.status_code == 200
    assert "This takes you from 7.1 % to 21.4 % of the required hours; the limit is 1/7 (14.3 %)." in text(page)
    assert "A cold" in text(page)
    assert Leave.objects.count() == 1
    piece = learner.get(of_class(training_class, "check/"), form(training_class, 3))
    assert "from 7.1 % to 21.4 %" in text(piece)
    assert "<html" not in text(piece)


def test_draft_is_kept_changed_and_sent(learner, training_class):
    said = {**form(training_class), "keep": "1"}
    del said["send"]
    answer = learner.post(of_class(training_class, "ask/"), said)
    leave = Leave.objects.get()
    assert (leave.state, answer.url) == ("draft", f"/plugins/leave/{leave.public_id}/")
    assert "Send" in text(learner.get(answer.url))
    learner.post(f"{answer.url}change/", {**form(training_class, 3), "reason": "The flu"})
    leave.refresh_from_db()
    assert (leave.state, leave.reason, leave.starts_at) == ("submitted", "The flu", at(training_class, 3, 8))
    assert learner.get(f"{answer.url}change/").url == answer.url


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends_at": "2020-01-01T00:00"}, "The end must be after the start."),
        ({"starts_at": "nonsense"}, "Enter a valid date/time."),
        ({"starts_at": "0001-01-01T00:00"}, "Enter a valid date/time."),
        ({"reason": ""}, "Say why."),
        ({"reason": "x" * 1001}, "At most 1000 characters fit"),
        ({"client_key": "x"}, "The form was incomplete."),
        ({"kind": "holiday"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_said_and_nothing_is_kept(learner, training_class, changed, said):
    page = learner.post(of_class(training_class, "ask/"), form(training_class, **changed))
    assert page.status_code == 400
    assert said in text(page)
    assert not Leave.objects.exists()


def test_what_the_action_refuses_keeps_nothing(learner, seat, training_class):
    ask(seat)
    page = learner.post(of_class(training_class, "ask/"), {**form(training_class), "papers": paper()})
    assert page.status_code == 400
    assert "There is leave in this time already." in text(page)
    assert (Leave.objects.count(), LeaveAttachment.objects.count()) == (1, 0)


def test_closed_class_takes_no_leave(learner, teacher, seat, training_class):
    leave = ask(seat, 3, send=False)
    assert "is asked for any more" not in text(learner.get(of_class(training_class, "ask/")))
    close_class(training_class=training_class, by=training_class.class_teacher, reason="Over")
    for address in ("ask/", ""):
        page = text(learner.get(of_class(training_class, address)))
        assert "This class is closed: no leave is asked for any more." in page
        assert 'name="starts_at"' not in page
        assert ">Ask for leave</a>" not in page
    page = learner.post(of_class(training_class, "ask/"), form(training_class))
    assert (page.status_code, "This class is closed" in text(page)) == (400, True)
    page = learner.post(f"/plugins/leave/{leave.public_id}/submit/", follow=True)
    assert "This class is closed." in text(page)
    entry = {**form(training_class, 0), "learner": str(seat.public_id)}
    assert teacher.post(of_class(training_class, "enter/"), entry).status_code == 400
    assert list(Leave.objects.values_list("state", flat=True)) == ["draft"]


def test_teacher_decides_from_the_desk(teacher, learner, seat, training_class):
    leave = ask(seat)
    page = text(teacher.get(of_class(training_class, "desk/")))
    assert "1 request waits for you." in page
    assert "Learnercanary" in page
    address = f"/plugins/leave/{leave.public_id}/"
    assert "This takes the learner from 0 % to 14.3 %" in text(teacher.get(address))
    refused = teacher.post(f"{address}refuse/", {"reason": ""})
    assert refused.status_code == 400
    assert "Say why." in text(refused)
    teacher.post(f"{address}refuse/", {"reason": "Examination day"})
    assert "Examination day" in text(learner.get(address))
    learner.post(f"{address}appeal/", {"reason": "No other day"})
    said = teacher.post(f"{address}approve/", {"reason": "All right"}, follow=True)
    assert "Learnercanary: Approved." in text(said)
    assert "Nothing waits for you." in text(said)


def test_learner_reports_back_on_the_phone(teacher, learner, seat, training_class):
    leave = begun(seat)
    assert "1 learner is away now." in text(teacher.get(of_class(training_class, "desk/")))
    address = f"/plugins/leave/{leave.public_id}/"
    assert "I am back" in text(learner.get(address))
    assert "Good that you are back." in text(learner.post(f"{address}report_back/", follow=True))
    again = learner.post(f"{address}report_back/")
    assert again.status_code == 409
    assert "that cannot be done now" in text(again)
    assert "Back, to be closed" in text(teacher.get(of_class(training_class, "desk/")))
    teacher.post(f"{address}close/")
    leave.refresh_from_db()
    assert leave.state == "closed"


def test_who_should_be_back_stands_out(teacher, seat, training_class):
    leave, over = begun(seat), timezone.now() - datetime.timedelta(minutes=5)
    Leave.objects.filter(pk=leave.pk).update(ends_at=over, until=over)
    assert "should be back" in text(teacher.get(of_class(training_class, "desk/")))


def test_teacher_enters_leave_after_the_fact(teacher, seat, training_class):
    said = {**form(training_class, 0), "learner": str(seat.public_id), "papers": paper()}
    page = teacher.post(of_class(training_class, "enter/"), said, follow=True)
    assert "Learnercanary: entered." in text(page)
    assert Leave.objects.get().attachments.count() == 1
    said = {**form(training_class, 3), "learner": str(seat.public_id)}
    later = teacher.post(of_class(training_class, "enter/"), said)
    assert later.status_code == 400
    assert "not over yet" in text(later)
    assert "Learnercanary" in text(teacher.get(of_class(training_class, "history/")))


def test_teacher_decides_about_a_proposal(teacher, seat, training_class):
    granted(seat, 2)
    granted(seat, 3)
    proposal = WithdrawalProposal.objects.get()
    address = f"/plugins/leave/proposals/{proposal.public_id}/"
    assert "Misses 28.6 % of the required hours" in text(teacher.get(of_class(training_class, "desk/")))
    without = teacher.post(address, {"verdict": "confirm", "reason": ""})
    assert without.status_code == 400
    assert "Say why." in text(without)
    assert teacher.post(address, {"verdict": "x", "reason": "x"}).status_code == 400
    teacher.post(address, {"verdict": "confirm", "reason": "Too much"})
    seat.refresh_from_db()
    assert seat.state == EnrollmentState.WITHDRAWN


def test_stand_in_sees_the_desk_but_takes_nobody_out(teacher, seat, training_class, client):
    colleague = make_user("Colleague", role=Role.INSTRUCTOR, organization=training_class.organization)
    desk = of_class(training_class, "desk/")
    assert signed_in(client, colleague).get(desk).status_code == 404
    today = timezone.now().astimezone(training_class.zone).date().isoformat()
    said = {"person": str(colleague.public_id), "duty": "approve", "from_day": today, "to_day": today}
    page = teacher.post(of_class(training_class, "stand-ins/"), said, follow=True)
    assert "Colleague stands in." in text(page)
    leave = ask(seat)
    granted(seat, 3)
    granted(seat, 4)
    page = text(client.get(desk))
    assert "Learnercanary" in page
    assert "Beyond the limit" not in page
    assert client.get(f"/plugins/leave/{leave.public_id}/").status_code == 200
    assert client.get(of_class(training_class, "stand-ins/")).status_code == 404
    proposal = WithdrawalProposal.objects.get()
    answer = client.post(f"/plugins/leave/proposals/{proposal.public_id}/", {"verdict": "confirm", "reason": "x"})
    assert answer.status_code == 404
    teacher.post(f"/plugins/leave/stand-ins/{StandIn.objects.get().public_id}/remove/")
    assert client.get(desk).status_code == 404


def test_bad_stand_in_is_refused_with_a_word(teacher, training_class):
    colleague = make_user(role=Role.INSTRUCTOR, organization=training_class.organization)
    said = {"person": str(colleague.public_id), "duty": "approve", "from_day": "2026-05-02", "to_day": "2026-05-01"}
    page = teacher.post(of_class(training_class, "stand-ins/"), said)
    assert page.status_code == 400
    assert "The last day cannot be before the first." in text(page)


def test_coordinator_endorses_from_the_first_page(client, seat, training_class):
    configure(training_class, needs_endorsement=True)
    unit = make_organization()
    seat.organization = unit
    seat.save()
    leave = ask(seat)
    coordinator = make_user(role=Role.COORDINATOR, organization=unit)
    signed_in(client, coordinator)
    address = f"/plugins/leave/{leave.public_id}/"
    assert address in text(client.get("/learn/", follow=True))
    assert "Endorse" in text(client.get(address))
    assert "Refuse" not in text(client.get(address))
    client.post(f"{address}endorse/", {"reason": "Yes"})
    leave.refresh_from_db()
    assert leave.state == "endorsed"
    assert client.post(f"{address}approve/").status_code == 404


def test_drafts_and_what_was_called_off_unsent_stay_the_learner_s(teacher, learner, seat, training_class):
    leave = ask(seat, send=False)
    address = f"/plugins/leave/{leave.public_id}/"
    assert teacher.get(address).status_code == 404
    learner.post(f"{address}cancel/")
    assert teacher.get(address).status_code == 404
    assert "Learnercanary" not in text(teacher.get(of_class(training_class, "history/")))
    sent = ask(seat)
    learner.post(f"/plugins/leave/{sent.public_id}/cancel/")
    assert str(sent.public_id) in text(teacher.get(of_class(training_class, "history/")))


def test_refused_act_of_another_person_does_not_exist(learner, seat):
    leave = ask(seat)
    for act in ("approve", "refuse", "close", "endorse", "take", "enter", "nonsense"):
        assert learner.post(f"/plugins/leave/{leave.public_id}/{act}/", {"reason": "x"}).status_code == 404
    leave.refresh_from_db()
    assert leave.state == "submitted"


def test_class_without_leave_has_no_pages(learner, teacher, seat, training_class):
    leave = ask(seat)
    configure(training_class, "off")
    for address in ("", "ask/", "check/"):
        assert learner.get(of_class(training_class, address)).status_code == 404
    for address in ("desk/", "history/", "enter/", "stand-ins/"):
        assert teacher.get(of_class(training_class, address)).status_code == 404
    assert learner.get(f"/plugins/leave/{leave.public_id}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30, 300])
def test_desk_costs_as_many_queries_however_much_waits(teacher, training_class, count, django_assert_max_num_queries):
    for seat in (seat_in(training_class, organization=training_class.organization) for _number in range(count)):
        ask(seat)
    teacher.get(of_class(training_class, "desk/"))
    with django_assert_max_num_queries(42):
        teacher.get(of_class(training_class, "desk/"))
    with django_assert_max_num_queries(22):
        teacher.get(of_class(training_class, "history/"))


@pytest.mark.parametrize("count", [1, 30])
def test_own_list_costs_as_many_queries_however_long_it_is(
    learner, seat, training_class, count, django_assert_max_num_queries
):
    for _number in range(count):
        ask(seat, send=False)
    with django_assert_max_num_queries(22):
        learner.get(of_class(training_class))


def test_refusal_is_on_the_first_page_and_beside_the_class(learner, seat, training_class):
    refuse_leave(leave=ask(seat), by=training_class.class_teacher, reason="No")
    page = text(learner.get("/learn/"))
    assert "Refused" in page
    granted(seat, 3)
    assert "Missed hours have reached nine tenths of the limit" in text(learner.get("/learn/"))
    name_stand_in(
        training_class=training_class, person=seat.learner, duty="endorse", by=training_class.class_teacher,
        from_day=training_class.starts_on, to_day=training_class.ends_on,
    )  # fmt: skip
    assert "Missed hours have reached nine tenths" in text(learner.get("/learn/"))


@pytest.fixture
def led(training_class):
    """Somebody who leads a group, and one of the group; leave is endorsed in the class."""
    configure(training_class, needs_endorsement=True)
    group = training_class.groups.create(name="Group 1", number=1)
    leader = seat_in(training_class, "Leader", group=group)
    change_group(group=group, name="Group 1", leader=leader, by=training_class.class_teacher)
    return leader, seat_in(training_class, "Member", group=group)


def test_group_leader_endorses_from_the_first_page_and_from_the_class(client, led, training_class):
    leader, member = led
    signed_in(client, leader.learner)
    desk, asks = of_class(training_class, "desk/"), SimpleNamespace(user=leader.learner)
    assert desk_address(training_class, leader.learner) is None
    leave, other = ask(member), ask(seat_in(training_class, "Outsider"))
    own = ask(leader)
    address = f"/plugins/leave/{leave.public_id}/"

    first = text(client.get("/learn/"))
    assert address in first
    assert f"/plugins/leave/{other.public_id}/" not in first
    assert desk_address(training_class, leader.learner) == desk
    assert desk in str(aside(asks, page=training_class))
    shown = text(client.get(desk))
    assert address in shown
    assert "1 request waits for you." in shown
    assert str(other.public_id) not in shown
    assert str(own.public_id) not in shown
    assert "Enter after the fact" not in shown
    for closed in ("enter/", "history/", "stand-ins/"):
        assert client.get(of_class(training_class, closed)).status_code == 404
    client.post(f"{address}endorse/", {"reason": "He is ill indeed"})
    leave.refresh_from_db()
    assert leave.state == "endorsed"
    assert "Nothing waits for you." in text(client.get(desk))


def test_who_leads_a_group_from_now_on_is_told_at_once_and_who_no_longer_does_finds_nothing(
    client, led, training_class
):
    leader, member = led
    second = seat_in(training_class, "Second", group=member.group)
    leave = ask(member)
    signed_in(client, second.learner)
    assert str(leave.public_id) not in text(client.get("/learn/"))
    change_group(group=member.group, name="Group 1", leader=second, by=training_class.class_teacher)

    assert str(leave.public_id) in text(client.get("/learn/"))
    assert str(leave.public_id) not in text(signed_in(client, leader.learner).get("/learn/"))
    assert client.get(of_class(training_class, "desk/")).status_code == 404


def test_group_leader_has_no_desk_where_leave_is_not_endorsed(client, led, training_class):
    leader, member = led
    configure(training_class, needs_endorsement=False)
    ask(member)
    signed_in(client, leader.learner)

    assert desk_address(training_class, leader.learner) is None
    assert client.get(of_class(training_class, "desk/")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_desk_of_a_leader_costs_as_many_queries_however_much_waits(
    client, led, training_class, count, django_assert_max_num_queries
):
    leader, member = led
    for seat in (seat_in(training_class, group=member.group) for _number in range(count)):
        ask(seat)
    signed_in(client, leader.learner)
    client.get(of_class(training_class, "desk/"))
    with django_assert_max_num_queries(26):
        client.get(of_class(training_class, "desk/"))
