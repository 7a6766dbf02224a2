"""Whatever people do in whatever order, leave never leaves the table of edges."""

import datetime
import itertools
import uuid
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.actions.closing import close_class
from people.roles import Role
from plugins.leave.actions import leave as actions
from plugins.leave.actions import limit
from plugins.leave.actions.edges import EDGES
from plugins.leave.actions.proposal_edges import EDGES as PROPOSAL
from plugins.leave.models import HOLDING, Leave, WithdrawalProposal
from plugins.leave.tests.leave_things import ask, configure, granted, make_class, seat_in
from schoolhouse.refusals import Refusal
from tests.factories.people import make_organization, make_user
from tests.schoolhouse.edge_tables import table_in, table_of

pytestmark = pytest.mark.django_db

ACTS = {
    "submit": actions.submit_leave,
    "endorse": actions.endorse_leave,
    "approve": actions.approve_leave,
    "refuse": actions.refuse_leave,
    "appeal": actions.appeal,
    "report_back": actions.report_back,
    "close": actions.close_leave,
    "cancel": actions.cancel_leave,
}
PEOPLE = ("learner", "teacher", "coordinator", "stranger")
doings = st.one_of(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE), st.sampled_from(["", "Because"])),
    st.sampled_from([("take", "", ""), ("begins", "", ""), ("write", "learner", ""), ("write", "teacher", "")]),
)


@pytest.fixture
def people(db):
    training_class, unit = make_class(), make_organization()
    seat = seat_in(training_class, organization=unit)
    return {
        "seat": seat,
        "learner": seat.learner,
        "teacher": training_class.class_teacher,
        "coordinator": make_user(role=Role.COORDINATOR, organization=unit),
        "stranger": make_user(),
    }


def do(leave, people, act, who, reason):
    if act == "begins":
        past = timezone.now() - datetime.timedelta(minutes=5)
        return Leave.objects.filter(pk=leave.pk, starts_at__gt=past).update(starts_at=past)
    if act == "take":
        return actions.take_leave(leave=leave)
    if act == "write":
        said = {name: getattr(leave, name) for name in ("kind", "starts_at", "ends_at")}
        return actions.write_leave(leave=leave, by=people[who], reason=str(uuid.uuid4()), **said)
    words = {} if act == "submit" else {"reason": reason}
    return ACTS[act](leave=leave, by=people[who], **words)


def check(leave):
    steps = list(leave.steps.all())
    state = ""
    for step in steps:
        edge = EDGES[step.act]
        assert step.from_state == state
        assert state in edge.sources
        assert step.to_state == edge.target
        state = step.to_state
    assert leave.state == state
    assert sum(step.act == "appeal" for step in steps) <= 1


@given(endorsed=st.booleans(), sequence=st.lists(doings, min_size=3, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_acts_leaves_the_table(people, endorsed, sequence):
    with transaction.atomic():
        configure(people["seat"].training_class, needs_endorsement=endorsed)
        leave = ask(people["seat"], send=False)
        for doing in sequence:
            before = leave.steps.count(), leave.state
            refused = True
            with suppress(Refusal), transaction.atomic():
                do(leave, people, *doing)
                refused = False
            leave.refresh_from_db()
            check(leave)
            if refused:
                assert (leave.steps.count(), leave.state) == before
        transaction.set_rollback(True)


def test_readme_has_every_edge_as_the_code_has_it():
    leave = table_of(EDGES)
    assert {act: row for act, row in table_in("plugins/leave/README.md", "act").items() if act in leave} == leave
    assert table_in("plugins/leave/README.md", "act of a proposal") == table_of(PROPOSAL)


def decide(what, who, reason, people, seat):
    proposal, by = WithdrawalProposal.objects.order_by("pk").last(), people[who]
    if what == "assess":
        limit.assess(enrollment=seat)
    elif what == "ask":
        granted(seat, day=2 + seat.leaves.count())
    elif what == "cancel":
        actions.cancel_leave(leave=seat.leaves.filter(state="approved").last(), by=seat.learner)
    elif proposal is not None:
        act = limit.confirm_withdrawal if what == "confirm" else limit.dismiss_withdrawal
        act(proposal=proposal, reason=reason, by=by)


@given(
    sequence=st.lists(
        st.tuples(
            st.sampled_from(["ask", "ask", "assess", "cancel", "confirm", "dismiss"]),
            st.sampled_from(PEOPLE),
            st.sampled_from(["", "Because"]),
        ),
        min_size=4,
        max_size=10,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_acts_decides_a_proposal_twice_or_without_a_person(people, sequence):
    seat, decided = people["seat"], {}
    with transaction.atomic():
        for what, who, reason in sequence:
            with suppress(Refusal, AttributeError), transaction.atomic():
                decide(what, who, reason, people, seat)
            seat.refresh_from_db()
            rows = {one.pk: (one.state, one.reason, one.decided_by) for one in WithdrawalProposal.objects.all()}
            assert decided.items() <= rows.items()
            decided = {key: row for key, row in rows.items() if row[0] != "proposed"}
            assert all(said and by == people["teacher"] for _state, said, by in decided.values())
            assert sum(row[0] == "proposed" for row in rows.values()) <= 1
            confirmed = any(row[0] == "confirmed" for row in rows.values())
            assert (seat.state == "withdrawn") == confirmed
        transaction.set_rollback(True)


@given(sequence=st.lists(st.tuples(st.integers(2, 4), st.integers(9, 14), st.integers(1, 5)), min_size=2, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_leave_that_holds_its_time_never_overlaps(people, sequence):
    with transaction.atomic():
        for day, hour, length in sequence:
            with suppress(Refusal), transaction.atomic():
                ask(people["seat"], day, hours=(hour, hour + length))
        held = list(Leave.objects.filter(state__in=HOLDING).order_by("starts_at"))
        assert held
        assert all(one.until <= other.starts_at for one, other in itertools.pairwise(held))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("act", "before"),
    [
        ("endorse", "submitted"),
        ("approve", "submitted"),
        ("refuse", "submitted"),
        ("appeal", "refused"),
        ("report_back", "taken"),
        ("close", "reported_back"),
        ("cancel", "submitted"),
    ],
)
def test_leave_of_a_closed_class_stays_as_it_is(people, act, before):
    teacher, training_class = people["teacher"], people["seat"].training_class
    configure(training_class, needs_endorsement=act == "endorse")
    leave = ask(people["seat"])
    Leave.objects.filter(pk=leave.pk).update(state=before, starts_at=timezone.now() - datetime.timedelta(minutes=5))
    close_class(training_class=training_class, by=teacher, reason="Over")
    by = people["learner"] if act in ("appeal", "cancel") else teacher

    with pytest.raises(Refusal) as refused:
        ACTS[act](leave=leave, by=by, reason="Because")

    leave.refresh_from_db()
    assert leave.state == before
    assert "closed" in str(refused.value)
