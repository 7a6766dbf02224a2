"""What plugins know of the training hours of a class, for whoever reads it."""

from collections.abc import Sequence

from classes.models import Enrollment, TrainingClassPage
from schoolhouse.attendance import HoursRecord
from schoolhouse.extension_points import training_hours
from schoolhouse.faults import shielded


def hours_in(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> list[HoursRecord] | None:
    """Return what ``enrollments`` have of training hours by the class, one record for each and thing.

    ``None`` where no plugin knows, or one that should know failed: then what was counted before stays as it is. Where
    two know of the same, the first one counts.
    """
    known, found = False, dict[tuple[int, str], HoursRecord]()
    for extension in training_hours.active(training_class):
        rows: list[HoursRecord] | None = None
        with shielded(extension.plugin, training_hours.name):
            rows = list(extension.value.of(training_class, enrollments))
        if rows is None:
            return None
        known = True
        for row in rows:
            found.setdefault((row.enrollment, row.thing), row)
    return list(found.values()) if known else None
