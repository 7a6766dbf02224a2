"""Whatever people do in whatever order, outside hours stay on their table of edges, and count while approved."""

import itertools
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.roles import Role
from plugins.hours.actions.outside import judge_outside, submit_outside, write_outside
from plugins.hours.actions.outside_edges import EDGES
from plugins.hours.models import HoursEntry
from plugins.hours.tests.factories import make_outside
from schoolhouse.refusals import Refusal
from tests.factories.people import make_organization, make_user
from tests.schoolhouse.edge_tables import table_in, table_of

pytestmark = pytest.mark.django_db
DOCS = "docs/class-states.md"
ACTS = st.tuples(
    st.sampled_from(sorted(EDGES)),
    st.sampled_from(["learner", "coordinator", "coordinator", "elsewhere"]),
    st.sampled_from(["", "Because"]),
)


def test_docs_have_every_edge_as_the_code_has_it():
    assert table_in(DOCS, "act of outside hours") == table_of(EDGES)


@pytest.fixture
def people(learner, county):
    return {
        "learner": learner,
        "coordinator": make_user(role=Role.COORDINATOR, organization=county),
        "elsewhere": make_user(role=Role.COORDINATOR, organization=make_organization()),
    }


def do(outside, act, by, reason):
    if act == "submit":
        return submit_outside(outside=outside, by=by)
    if act == "change":
        said = {name: getattr(outside, name) for name in ("title", "organizer", "starts_on", "ends_on", "minutes")}
        return write_outside(outside=outside, by=by, **said)
    return judge_outside(outside=outside, act=act, by=by, reason=reason)


@given(acts=st.lists(ACTS, min_size=3, max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_acts_leaves_the_table(people, acts):
    edges = {(source, str(edge.target)) for edge in EDGES.values() if edge.target for source in edge.sources}
    with transaction.atomic():
        outside = make_outside(people["learner"])
        for act, who, reason in acts:
            before, refused = (outside.steps.count(), outside.state), True
            with suppress(Refusal), transaction.atomic():
                do(outside, act, people[who], reason)
                refused = False
            outside.refresh_from_db()
            assert not refused or (outside.steps.count(), outside.state) == before
            counted = HoursEntry.objects.aggregate(hours=Sum("hours"))["hours"] or 0
            assert counted == (2 if outside.state == "approved" else 0)
        path = ["draft", *outside.steps.values_list("to_state", flat=True)]
        assert set(itertools.pairwise(path)) <= edges
        assert path[-1] == outside.state
        assert all(step.reason for step in outside.steps.filter(to_state__in=["returned", "refused"]))
        transaction.set_rollback(True)
