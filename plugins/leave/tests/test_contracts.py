"""What every extension must keep to, and that the page about the plugin says what the code does."""

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classes.models import EnrollmentState
from people.roles import Role
from plugins.leave import events
from plugins.leave.actions.edges import EDGES
from plugins.leave.actions.leave import approve_leave
from plugins.leave.extensions import card
from plugins.leave.forms.settings import SettingsForm
from plugins.leave.models import HOLDING, Leave, LeaveState
from plugins.leave.tests.leave_things import ask, at, configure, granted
from schoolhouse.activation import settings_of
from schoolhouse.events import Event
from schoolhouse.testing import (
    AbsenceExcusesContract,
    ClassRepeatMoverContract,
    ClosingCheckContract,
    DashboardPanelContract,
    ExportContract,
    RosterColumnContract,
    SlotContract,
    assert_no_migration_drift,
)
from schoolhouse.testing.contracts.base import request_of, switched_off

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
TOLD = [value for value in vars(events).values() if isinstance(value, Event)]


def test_models_and_migrations_agree():
    assert_no_migration_drift("leave")


def test_migration_holds_the_time_of_the_states_that_hold_it():
    from importlib import import_module

    operation = import_module("plugins.leave.migrations.0001_leave").Migration.operations[-1]
    assert set(operation.states) == set(HOLDING)


def something_to_attend(school, training_class):
    """Give a class a session of six hours on each of its five days."""
    if training_class.timetable_items.exists():
        return
    for day in range(5):
        start = at(training_class, day, 9)
        ends_at = start + datetime.timedelta(hours=6)
        school.timetable_item(training_class, starts_at=start, ends_at=ends_at, kind="lesson")


class TestClosing(ClosingCheckContract):
    plugin = name = "leave"

    def leave_undone(self, school, training_class):
        something_to_attend(school, training_class)
        ask(school.enrollment(training_class))


class TestAside(SlotContract):
    slot = "classes.training_class.aside"
    plugin = "leave"
    name = "leave"


class TestCard(DashboardPanelContract):
    plugin = "leave"
    name = "leave"
    # Asked outside of a request, each stamp is a query, and whom leave concerns is not known yet; see below.
    most_queries = 20

    def reader(self, school):
        training_class = school.training_class()
        something_to_attend(school, training_class)
        seat = school.enrollment(training_class)
        approve_leave(leave=ask(seat), by=seat.training_class.class_teacher)
        ask(seat, 3)
        return seat.learner


@pytest.mark.django_db
def test_card_costs_a_visit_nothing_where_there_is_nothing_and_else_two_queries(school):
    something_to_attend(school, training_class := school.training_class())
    concerned, other = school.enrollment(training_class), school.enrollment(training_class)

    def cost(person):
        request = request_of(school, person)
        card(request)
        with CaptureQueriesContext(connection) as sent:
            card(request)
        return len([query for query in sent if '"leave_' in query["sql"]])

    granted(concerned)
    assert (cost(concerned.learner), cost(other.learner)) == (2, 0)


@pytest.mark.django_db
def test_card_shows_what_was_written_elsewhere_in_between_and_nothing_where_leave_is_off(school):
    something_to_attend(school, training_class := school.training_class())
    leave = granted(seat := school.enrollment(training_class))
    shown = [str(card(request_of(school, seat.learner)))]
    assert "leave/" in shown[0]

    Leave.objects.filter(pk=leave.pk).update(state=LeaveState.TAKEN)  # as another process does, without a word to us
    shown.append(str(card(request_of(school, seat.learner))))
    seat.state = EnrollmentState.WITHDRAWN
    seat.save()
    shown.append(str(card(request_of(school, seat.learner))))
    seat.state = EnrollmentState.ENROLLED
    seat.save()
    configure(training_class, state="off")
    shown.append(str(card(request_of(school, seat.learner))))
    assert shown[0] != shown[1]
    assert shown[2:] == ["None", "None"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["class", "dashboard"])
def test_page_costs_no_query_more_to_whom_leave_does_not_concern(school, place):
    something_to_attend(school, training_class := school.training_class())
    other, coordinator = school.enrollment(training_class), school.person(role=Role.COORDINATOR)
    granted(school.enrollment(training_class))
    ask(school.enrollment(training_class), 3)
    address = training_class.get_url() if place == "class" else "/learn/"
    reading = [other.learner, *([coordinator] if place == "dashboard" else [training_class.class_teacher])]
    clients = [school.client(person) for person in reading]

    def costs():
        found = []
        for client in clients:
            for _visit in range(2):
                client.get(address)
            with CaptureQueriesContext(connection) as sent:
                assert client.get(address).status_code == 200
            found.append(len(sent))
        return found

    shown = costs()
    with switched_off("leave"):
        assert shown == costs()


class TestColumn(RosterColumnContract):
    plugin = "leave"
    name = "leave"

    def enroll(self, school, training_class):
        something_to_attend(school, training_class)
        return school.enrollment(training_class)


class TestExport(ExportContract):
    plugin = "leave"
    name = "leave"

    def fill(self, school, training_class):
        something_to_attend(school, training_class)
        granted(school.enrollment(training_class))


class TestExcuses(AbsenceExcusesContract):
    plugin = "leave"
    name = "leave"

    def excuse(self, school, enrollment):
        something_to_attend(school, enrollment.training_class)
        granted(enrollment)


class TestMover(ClassRepeatMoverContract):
    plugin = "leave"
    name = "leave"

    def make_records(self, school, training_class):
        configure(training_class, limit="1/5")

    def records(self, training_class):
        limit = settings_of("leave", training_class)["limit"]
        return [limit] if limit != "1/7" else []


@pytest.mark.parametrize("event", TOLD, ids=lambda event: event.name)
def test_readme_documents_every_field_of_every_event(event):
    assert len(TOLD) == 6
    part = README.partition(f"`{event.name}`")[2].partition("\n\n")[0]
    assert [name for name in event.fields if f"`{name}`" not in part] == []


@pytest.mark.parametrize("act", EDGES)
def test_readme_has_every_edge(act):
    row = next(line for line in README.splitlines() if line.startswith(f"| `{act}` "))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    sources = {"" if name == "new" else name for name in cells[1].split(", ")}
    assert (sources, cells[2]) == (set(EDGES[act].sources), EDGES[act].target)


def test_readme_names_every_setting():
    assert [name for name in SettingsForm.base_fields if f"| `{name}` |" not in README] == []
