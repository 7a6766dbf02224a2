"""Whatever people do in whatever order, nothing of a class leaves its table of edges, and the docs have the tables."""

import itertools
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.actions import enrollment as roster
from classes.actions.closing import close_class, reopen_class
from classes.actions.enrollment_edges import EDGES as ENROLLMENT
from classes.actions.life.arrivals import record_arrival, undo_arrival
from classes.actions.timetable.edges import EDGES as ITEM
from classes.actions.timetable.moving import cancel, move_rest, restore
from classes.closing.edges import EDGES as CLASS
from classes.models import Arrival, ClassResult, Enrollment, EnrollmentTransition, TimetableChange
from classes.permissions import is_closed
from classes.queries.catalogue import SEAT_STATES
from classes.queries.life.arrivals import last_arrival
from classes.queries.timetable.plans import stamp_of
from people.roles import Role
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment, make_open_class, make_timetable_item
from tests.factories.people import make_organization, make_user
from tests.schoolhouse.edge_tables import table_in, table_of

pytestmark = pytest.mark.django_db
DOCS = "docs/class-states.md"
PEOPLE = st.sampled_from(["zhao", "qian", "teacher", "administrator", "stranger"])
REASONS = st.sampled_from(["", "Because"])


def examples(count):
    """Run so many examples, each of which is undone at its end."""
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def maybe_refused():
    """Let an act be refused, and say whether it was: what is refused has written nothing."""
    said = SimpleNamespace(refused=True)
    try:
        with transaction.atomic():
            yield said
            said.refused = False
    except Refusal:
        pass


@pytest.fixture
def school(db):
    county = make_organization()
    teacher = make_user("Teacher", role=Role.CLASS_TEACHER, organization=county)
    training_class = make_open_class(county, starts_on=timezone.localdate() - timedelta(days=1), seats=1)
    people = {name: make_user(name) for name in ("zhao", "qian", "stranger")}
    people["administrator"] = make_user("Administrator", role=Role.ADMINISTRATOR, organization=county)
    return SimpleNamespace(page=training_class, teacher=teacher, people={**people, "teacher": teacher})


@pytest.mark.parametrize(
    ("about", "edges"), [("a class", CLASS), ("an enrollment", ENROLLMENT)], ids=["class", "enrollment"]
)
def test_docs_have_every_edge_as_the_code_has_it(about, edges):
    assert table_in(DOCS, f"act of {about}") == table_of(edges)


def test_docs_have_the_edges_of_the_timetable_and_of_arrivals():
    items = {act: ({str(edge.source)}, str(edge.target)) for act, edge in ITEM.items()}

    assert table_in(DOCS, "act of a timetable item") == items
    assert set(table_in(DOCS, "act of an arrival")) == {"record", "undo"}


ROSTER = ("enroll", "self_enroll", "accept_offer", "decline", "leave", "withdraw", "complete", "reinstate")
ON_ROSTER = st.tuples(
    st.sampled_from([*ROSTER, *ROSTER, "move up", "expire", "close", "reopen"]),
    PEOPLE,
    st.sampled_from(["zhao", "qian"]),
    REASONS,
)


def act_on_roster(school, act, who, whom, reason):
    """Let somebody do something to the roster, or to the class."""
    by, learner, page = school.people[who], school.people[whom], school.page
    seat = Enrollment.objects.filter(training_class=page, learner=learner).first()
    if act in ("close", "reopen"):
        return (close_class if act == "close" else reopen_class)(training_class=page, by=by, reason=reason)
    if act == "move up":
        return roster.move_waiting_list(training_class=page)
    if act == "expire":
        late = timezone.now() - timedelta(minutes=1)
        return page.enrollments.filter(state="offered").update(offer_expires_at=late)
    if act == "enroll":
        return roster.enroll(training_class=page, learner=learner, by=by)
    if act in ("withdraw", "complete", "reinstate"):
        return getattr(roster, act)(enrollment=seat, by=by, reason=reason) if seat else None
    return getattr(roster, act)(training_class=page, by=by)


def roster_of(page):
    rows = EnrollmentTransition.objects.filter(enrollment__training_class=page).order_by("pk")
    return list(rows.values_list("enrollment", "from_state", "to_state", "by", "reason"))


def stand_on_the_table(page):
    edges = {(source, str(edge.target)) for edge in ENROLLMENT.values() for source in edge.sources}
    last = {}
    for seat, before, after, _by, _reason in roster_of(page):
        assert last.get(seat, "") == before
        assert (before, after) in edges
        last[seat] = after
    assert dict(page.enrollments.values_list("pk", "state")) == last
    assert page.enrollments.filter(state__in=SEAT_STATES).count() <= page.seats


@given(acts=st.lists(ON_ROSTER, min_size=4, max_size=16))
@examples(20)
def test_no_sequence_of_acts_takes_a_class_or_its_roster_off_the_table(school, acts):
    page = school.page
    with undone():
        for act in acts:
            before, steps = roster_of(page), page.steps.count()
            closed = is_closed(page)
            with maybe_refused() as said:
                act_on_roster(school, *act)
            stand_on_the_table(page)
            assert roster_of(page)[: len(before)] == before
            if said.refused or (closed and act[0] != "reopen"):
                assert (roster_of(page), page.steps.count()) == (before, steps)
        path = ["open", *page.steps.values_list("to_state", flat=True)]
        assert set(itertools.pairwise(path)) <= {("open", "closed"), ("closed", "open")}
        reopened = page.steps.filter(to_state="open")
        assert all(step.reason and step.by == school.people["administrator"] for step in reopened)
        seats = page.enrollments.filter(state__in=("completed", "enrolled", "withdrawn")).count()
        frozen = ClassResult.objects.filter(step=page.steps.last()).count()
        assert not is_closed(page) or frozen == seats


AT_DESK = st.tuples(
    st.sampled_from(["record", "undo", "undo the first", "yesterday", "withdraw"]), PEOPLE, st.booleans(), REASONS
)


def act_at_desk(school, seat, act, who, reason):
    entries = Arrival.objects.filter(enrollment=seat)
    entry = entries.first() if act == "undo the first" else last_arrival(seat)
    if act == "record":
        record_arrival(enrollment=seat, by=school.people[who])
    elif act == "yesterday":
        entries.update(at=timezone.now() - timedelta(days=2))
    elif act == "withdraw":
        roster.withdraw(enrollment=seat, by=school.people[who])
    elif entry is not None:
        undo_arrival(entry=entry, reason=reason, by=school.people[who])


@given(acts=st.lists(AT_DESK, min_size=3, max_size=12))
@examples(20)
def test_no_sequence_of_acts_takes_an_arrival_off_the_table(school, acts):
    with undone():
        seat = make_enrollment(school.page, school.people["zhao"])
        for act, who, trusted, reason in acts:
            before = Arrival.objects.count()
            with maybe_refused() as said:
                act_at_desk(school, seat, act, "teacher" if trusted else who, reason)
            entries = list(Arrival.objects.filter(enrollment=seat))
            assert [one.number for one in entries] == list(range(1, len(entries) + 1))
            assert [one.undoes_id for one in entries[::2]] == [None] * len(entries[::2])
            assert [one.undoes for one in entries[1::2]] == entries[: len(entries) // 2 * 2 : 2]
            assert len(entries) - before in ((0,) if said.refused else (0, 1))
        assert all(one.by_id in allowed(school) for one in Arrival.objects.all())
        assert all(one.reason for one in Arrival.objects.exclude(undoes=None))


def allowed(school):
    return {school.teacher.pk, school.people["administrator"].pk}


ON_TIMETABLE = st.tuples(
    st.sampled_from(["move", "move back", "cancel", "restore", "over"]), PEOPLE, st.booleans(), REASONS
)


def act_on_timetable(page, item, act, by, reason):
    if act == "cancel":
        cancel(item=item, reason=reason, by=by)
    elif act == "restore":
        restore(item=item, by=by)
    elif act == "over":
        over = timezone.now() - timedelta(hours=3)
        type(item).objects.filter(pk=item.pk).update(starts_at=over, ends_at=over + timedelta(hours=1))
    else:
        days = timedelta(days=1 if act == "move" else -1)
        stamp = stamp_of(page)
        move_rest(training_class=page, starting=item.starts_at, shift=days, by=by, reason=reason, stamp=stamp)


@given(acts=st.lists(ON_TIMETABLE, min_size=3, max_size=12))
@examples(15)
def test_no_sequence_of_acts_takes_a_timetable_item_off_the_table(school, acts):
    page = school.page
    with undone():
        item = make_timetable_item(page, starts_at=timezone.now() + timedelta(days=2))
        state = "planned"
        for act, who, trusted, reason in acts:
            item.refresh_from_db()
            was_over, count = item.ends_at <= timezone.now(), item.sequence
            with maybe_refused() as said:
                act_on_timetable(page, item, act, school.people["teacher" if trusted else who], reason)
            item.refresh_from_db()
            done = not said.refused and act != "over"
            assert not (done and was_over)
            assert item.sequence == count + done
            edge = ITEM[act.split()[0]] if done else None
            assert edge is None or (edge.source, edge.target) == (state, item.state)
            assert done or item.state == state
            assert bool(item.reason) == (item.state == "cancelled")
            state = item.state
        changes = TimetableChange.objects.filter(item=item)
        assert changes.count() == item.sequence
        assert all(change.by_id in allowed(school) for change in changes)
