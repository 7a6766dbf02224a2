"""What every extension must keep to."""

from foundation.jobs.models import OutboxEvent
from plugins.attendance.actions.rolls import close_roll, open_roll, reopen_roll
from plugins.attendance.events import corrected, roll_closed, signed_in
from plugins.attendance.tests.rolls import make_roll, say_of
from schoolhouse.testing import AttendanceRecordsContract, ExportContract, RosterColumnContract, SlotContract
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


def test_docs_say_what_its_events_carry():
    text = (ROOT / "docs" / "attendance.md").read_text(encoding="utf-8")

    for event in (signed_in, roll_closed, corrected):
        fields = "\n".join(f"- `{name}`: {said}" for name, said in event.fields.items())
        assert f"### `{event.name}`, version {event.version}\n\n{event.doc}\n\n{fields}\n" in text


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
