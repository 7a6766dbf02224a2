"""What every extension must keep to."""

import pytest

from foundation.jobs.models import OutboxEvent
from plugins.attendance.actions import appeal_edges, roll_edges
from plugins.attendance.actions.rolls import close_roll, open_roll, reopen_roll
from plugins.attendance.events import appeal_answered, appealed, corrected, roll_closed, signed_in
from plugins.attendance.tests.rolls import make_roll, say_of
from schoolhouse.actions.activation import decide
from schoolhouse.activation import settings_of
from schoolhouse.edges import NEW
from schoolhouse.plugins import plugin
from schoolhouse.testing import (
    AttendanceRecordsContract,
    ClassRepeatMoverContract,
    ExportContract,
    RosterColumnContract,
    SlotContract,
)
from tests.architecture.house import ROOT


class TestRecords(AttendanceRecordsContract):
    plugin = name = "attendance"

    def attend(self, school, enrollment, item):
        roll = open_roll(item=item, by=item.training_class.class_teacher)
        say_of(roll, enrollment, "present")


class TestColumn(RosterColumnContract):
    plugin = name = "attendance"

    def enroll(self, school, training_class):
        enrollment = super().enroll(school, training_class)
        item = training_class.timetable_items.first() or school.timetable_item(training_class)
        say_of(open_roll(item=item, by=training_class.class_teacher), enrollment, "present")
        return enrollment


class TestExport(ExportContract):
    plugin = name = "attendance"

    def fill(self, school, training_class):
        TestColumn().enroll(school, training_class)


class TestAside(SlotContract):
    plugin = name = "attendance"
    slot = "classes.training_class.aside"


class TestMover(ClassRepeatMoverContract):
    plugin = name = "attendance"

    def make_records(self, school, training_class):
        late = {"late_minutes": 25, "double": "in_out"}
        decide(plugin=plugin("attendance"), page=training_class, state="inherit", settings=late, by=None)

    def records(self, training_class):
        found = settings_of("attendance", training_class)
        return [found["late_minutes"], found["double"]] if found["late_minutes"] != 10 else []


def test_docs_say_what_its_events_carry():
    text = (ROOT / "docs" / "attendance.md").read_text(encoding="utf-8")

    for event in (signed_in, roll_closed, corrected, appealed, appeal_answered):
        fields = "\n".join(f"- `{name}`: {said}" for name, said in event.fields.items())
        assert f"### `{event.name}`, version {event.version}\n\n{event.doc}\n\n{fields}\n" in text


@pytest.mark.parametrize(
    ("edges", "about", "act"),
    [
        *((roll_edges.EDGES, "a roll", act) for act in roll_edges.EDGES),
        *((appeal_edges.EDGES, "an appeal", act) for act in appeal_edges.EDGES),
    ],
)
def test_docs_have_every_edge_as_the_code_has_it(edges, about, act):
    text = (ROOT / "docs" / "attendance.md").read_text(encoding="utf-8")
    table = text.partition(f"| act of {about} |")[2].partition("\n\n")[0]
    (row,) = [line for line in table.splitlines() if line.startswith(f"| `{act}` ")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    sources = {NEW if name == "new" else name for name in cells[1].split(", ")}
    assert (sources, cells[2]) == (set(edges[act].sources), edges[act].target)


def test_closing_tells_how_everybody_stands(school):
    roll = make_roll(school)
    say_of(roll, school.enrollment(roll.training_class), "present")
    school.enrollment(roll.training_class)
    teacher = roll.training_class.class_teacher

    close_roll(roll=roll, rest_absent=True, by=teacher)
    reopen_roll(roll=roll, reason="Once more", by=teacher)
    close_roll(roll=roll, rest_absent=False, by=teacher)

    told = [event.data for event in OutboxEvent.objects.filter(name=roll_closed.name).order_by("occurred_at")]
    assert [one["states"] for one in told] == [{"present": 1, "absent": 1}, {"present": 1, "unverified": 1}]
    assert [(one["times"], one["rest_absent"]) for one in told] == [(1, True), (2, False)]
