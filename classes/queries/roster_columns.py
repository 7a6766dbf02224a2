"""What plugins add to a roster: columns and exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classes.models import Enrollment, TrainingClassPage
from schoolhouse.extension_points import roster_columns
from schoolhouse.faults import shielded


@dataclass(frozen=True)
class FilledColumn:
    """A column of a plugin's: its heading, and what stands in it by the enrollment's ``pk``."""

    label: Any
    values: Mapping[int, str]


def columns_of(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> list[FilledColumn]:
    """Return the columns that are switched on for a class, and put each row's cells on it as ``plugin_cells``."""
    columns: list[FilledColumn] = []
    for extension in roster_columns.active(training_class):
        values: Mapping[int, str] = {}
        with shielded(extension.plugin, "roster_columns"):
            given = extension.value.values(training_class, enrollments)
            values = {pk: str(text) for pk, text in given.items()}
        columns.append(FilledColumn(extension.value.label, values))
    for enrollment in enrollments:
        enrollment.plugin_cells = [  # type: ignore[attr-defined]
            (column.label, column.values.get(enrollment.pk, "")) for column in columns
        ]
    return columns
