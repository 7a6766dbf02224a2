"""Leave in the demo school."""

import pytest

from plugins.leave.actions.edges import EDGES
from plugins.leave.actions.leave import approve_leave
from plugins.leave.actions.limit import assess
from plugins.leave.demo import PATHS, load
from plugins.leave.models import Leave, LeaveState, LimitNotice, WithdrawalProposal
from plugins.leave.queries.leave import desks_of
from schoolhouse.testing import DemoPartContract
from schoolhouse.testing.contracts.demo import small_demo

pytestmark = pytest.mark.django_db


class TestDemo(DemoPartContract):
    plugin = name = "leave"


def test_paths_follow_the_edges():
    assert PATHS.keys() == set(LeaveState.values)
    for state, acts in PATHS.items():
        before = ""
        for act in acts:
            assert before in EDGES[act].sources
            before = EDGES[act].target
        assert before == state


def test_class_that_is_held_has_leave_in_each_state_but_endorsed(school):
    loaded = small_demo(school)
    school.enrollment(loaded.classes[0], school.person(account_name=None, phone="+8613800000001"))
    load(loaded)
    held = Leave.objects.filter(enrollment__training_class=loaded.classes[0])
    assert set(held.values_list("state", flat=True)) == set(LeaveState.values) - {"endorsed"}
    for leave in held:
        steps = list(leave.steps.all())
        assert steps[-1].to_state == leave.state
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert steps[-1].at <= loaded.now


def test_teacher_finds_something_to_decide(school):
    loaded = small_demo(school)
    load(loaded)
    teacher = loaded.accounts["teacher"]
    (desk,) = desks_of(teacher)
    assert desk.count >= 2
    assert desk.decides
    leave = Leave.objects.get(state="submitted")
    assert approve_leave(leave=leave, by=teacher).state == "approved"


def test_limit_says_nothing_new_of_who_is_over_it(school):
    loaded = small_demo(school)
    load(loaded)
    proposal = WithdrawalProposal.objects.get()
    notices = LimitNotice.objects.count()
    assert notices == 2
    assert assess(enrollment=proposal.enrollment) == "passed"
    assert (LimitNotice.objects.count(), WithdrawalProposal.objects.count()) == (notices, 1)
