"""How much of a class's required time its learners miss. What stands in the books is computed, never kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from classes.models import Enrollment, TimetableItemState, TrainingClassPage
from plugins.leave.minutes import Absence, Span, covered, span, united
from plugins.leave.models import GRANTED, Leave
from plugins.leave.rules import Rules, rules_of
from schoolhouse.attendance import AttendanceRecord, AttendanceState
from schoolhouse.extension_points import attendance_records
from schoolhouse.faults import shielded

MISSED = frozenset({AttendanceState.ABSENT, AttendanceState.LATE, AttendanceState.LEFT_EARLY})
"""States of attendance in which what is not attended is missed without leave."""


@dataclass(frozen=True)
class Required:
    """An item of the timetable that has to be attended, and its minutes."""

    item: int
    page: int | None
    span: Span

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.span[1] - self.span[0]

    def overlaps(self, other: Span) -> bool:
        """Say whether ``other`` takes any of it."""
        return self.span[0] < other[1] and other[0] < self.span[1]


def required_of(training_class: TrainingClassPage, rules: Rules | None = None) -> list[Required]:
    """Return what has to be attended in a class, in order. One query."""
    kinds = (rules or rules_of(training_class)).required_kinds
    rows = training_class.timetable_items.filter(kind__in=kinds, state=TimetableItemState.PLANNED)
    rows = rows.order_by("starts_at", "pk")
    found = rows.values_list("pk", "page_id", "starts_at", "ends_at")
    return [Required(pk, page, span(starts_at, ends_at)) for pk, page, starts_at, ends_at in found]


def absences_of(
    training_class: TrainingClassPage,
    enrollments: Sequence[Enrollment],
    *,
    required: Sequence[Required] | None = None,
    plus: Mapping[int, Sequence[Span]] | None = None,
) -> dict[int, Absence]:
    """Return what each of ``enrollments`` misses, by its key; ``plus`` adds spans of leave that are not granted yet.

    Leave counts where it covers required items, each minute of an item once. Absence without leave is what attendance
    has recorded and leave does not cover. The number of queries does not grow with the enrollments.
    """
    required = required_of(training_class) if required is None else required
    away = defaultdict(list, {key: list(spans) for key, spans in (plus or {}).items()})
    keys = [enrollment.pk for enrollment in enrollments]
    rows = Leave.objects.filter(enrollment__in=keys, state__in=GRANTED)
    for key, starts_at, until in rows.order_by().values_list("enrollment_id", "starts_at", "until"):
        away[key].append(span(starts_at, until))
    spans = {key: united(away[key]) for key in keys}
    missed = _missed(training_class, enrollments, required, spans)
    total = sum(one.minutes for one in required)
    return {
        key: Absence(total, sum(covered(one.span, spans[key]) for one in required), missed.get(key, 0)) for key in keys
    }


def _missed(
    training_class: TrainingClassPage,
    enrollments: Sequence[Enrollment],
    required: Sequence[Required],
    spans: Mapping[int, list[Span]],
) -> dict[int, int]:
    """Count the minutes that were missed without leave, as attendance knows them."""
    items = {one.item: one for one in required}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for record in _records(training_class, enrollments):
        one = items.get(record.item)
        if one is None or record.state not in MISSED or record.enrollment not in spans:
            continue
        gone = max(0, min(record.required, one.minutes) - record.minutes - covered(one.span, spans[record.enrollment]))
        # Two sources of attendance may know of the same item: it is missed once.
        known = found[record.enrollment]
        known[record.item] = min(gone, known.get(record.item, gone))
    return {key: sum(minutes.values()) for key, minutes in found.items()}


def _records(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> Iterable[AttendanceRecord]:
    """Ask whoever keeps attendance; nobody does where there is no such plugin."""
    records: list[AttendanceRecord] = []
    for extension in attendance_records.active(training_class):
        with shielded(extension.plugin, attendance_records.name):
            records.extend(extension.value.of(training_class, enrollments, None))
    return records
