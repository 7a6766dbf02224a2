"""What plugins know of presence in a class, for whoever reads it."""

from collections.abc import Sequence

from classes.models import Enrollment, TimetableItem, TrainingClassPage
from schoolhouse.attendance import AttendanceRecord
from schoolhouse.extension_points import attendance_records
from schoolhouse.faults import shielded


def records_of(
    training_class: TrainingClassPage,
    enrollments: Sequence[Enrollment],
    items: Sequence[TimetableItem] | None = None,
) -> list[AttendanceRecord] | None:
    """Return how ``enrollments`` stand to what the timetable asks, one record for each and item.

    ``None`` where no plugin knows, or one that should know failed: nothing known is not the same as nobody there.
    Where two know of the same, the first one counts.
    """
    known, found = False, dict[tuple[int, int], AttendanceRecord]()
    for extension in attendance_records.active(training_class):
        rows: list[AttendanceRecord] | None = None
        with shielded(extension.plugin, attendance_records.name):
            rows = list(extension.value.of(training_class, enrollments, items))
        if rows is None:
            return None
        known = True
        for row in rows:
            found.setdefault((row.enrollment, row.item), row)
    return list(found.values()) if known else None
