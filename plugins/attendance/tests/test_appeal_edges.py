"""Whatever learners and staff do in whatever order, appeals and rolls never leave their tables of edges."""

import itertools
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.actions.closing import close_class, reopen_class
from classes.permissions import is_closed
from plugins.attendance.actions import appeals
from plugins.attendance.actions.appeal_edges import EDGES as APPEAL
from plugins.attendance.actions.roll_edges import EDGES as ROLL
from plugins.attendance.actions.rolls import close_roll, open_roll, reopen_roll
from plugins.attendance.models import Appeal, Mark
from plugins.attendance.tests.rolls import make_roll
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db
ON_APPEAL = ("appeal", "withdraw", "grant", "refuse")
ACTS = st.tuples(
    st.sampled_from([*ON_APPEAL, *ON_APPEAL, "close roll", "reopen roll", "open roll", "close class", "reopen class"]),
    st.sampled_from(["learner", "teacher", "teacher", "stranger", "superuser"]),
    st.sampled_from(["", "Because", "Because"]),
)


@pytest.fixture
def scene(school):
    roll = make_roll(school)
    seat, teacher = school.enrollment(roll.training_class), roll.training_class.class_teacher
    people = {"learner": seat.learner, "teacher": teacher, "stranger": school.person(), "superuser": school.superuser()}
    return roll, seat, people


def on_appeal(act, roll, seat, reason, by):
    last = Appeal.objects.first()
    if act == "appeal":
        return appeals.appeal(roll=roll, enrollment=seat, text=reason, by=by)
    if last is None:
        return None
    if act == "withdraw":
        return appeals.withdraw(appeal=last, by=by)
    if act == "grant":
        return appeals.grant(appeal=last, word="present", answer=reason, by=by)
    return appeals.refuse(appeal=last, answer=reason, by=by)


def do(act, roll, seat, reason, by):
    if act in ON_APPEAL:
        return on_appeal(act, roll, seat, reason, by)
    if act == "open roll":
        return open_roll(item=roll.item, by=by)
    if act == "close roll":
        return close_roll(roll=roll, rest_absent=bool(reason), by=by)
    if act == "reopen roll":
        return reopen_roll(roll=roll, reason=reason, by=by)
    return (close_class if act == "close class" else reopen_class)(
        training_class=roll.training_class, reason=reason, by=by
    )


def written():
    return list(Appeal.objects.order_by("pk").values_list("pk", "state", "answer")), Mark.objects.count()


def stands_on_the_table(roll):
    edges = {(source, str(edge.target)) for edge in ROLL.values() for source in edge.sources}
    path = ["", *roll.transitions.order_by("pk").values_list("to_state", flat=True)]
    roll.refresh_from_db()
    assert set(itertools.pairwise(path)) <= edges
    assert path[-1] == roll.state


@given(acts=st.lists(ACTS, min_size=4, max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_acts_leaves_the_tables(scene, acts):
    roll, seat, people = scene
    edges = {(source, str(edge.target)) for edge in APPEAL.values() for source in edge.sources}
    with transaction.atomic():
        for act, who, reason in acts:
            before, closed, refused = written(), is_closed(roll.training_class), True
            with suppress(Refusal), transaction.atomic():
                do(act, roll, seat, reason, people[who])
                refused = False
            stands_on_the_table(roll)
            now, was = ({key: state for key, state, _said in rows} for rows in (written()[0], before[0]))
            assert {(was.get(key, ""), state) for key, state in now.items() if state != was.get(key, "")} <= edges
            assert list(now.values()).count("open") <= 1
            if refused or closed:
                assert written() == before
            assert not is_closed(roll.training_class) or roll.is_closed
        assert all(said for _key, state, said in written()[0] if state == "refused")
        transaction.set_rollback(True)
