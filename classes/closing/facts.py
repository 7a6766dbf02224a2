"""What is known of each learner when a class is closed.

The facts of a result are JSON of this shape; what is not known is ``null``::

    {
      "shape": 1,
      "name": "…", "organization": "…", "post": "…", "group": "…",      as they stood on the roster that day
      "attendance": {"attended": 540, "required": 600,                  minutes
                     "states": {"present": 9, "late": 1}} or null,      items of the timetable, by AttendanceState
      "lessons": {"finished": 4, "of": 5},                              lessons of the timetable and of live classes
      "reflections": {"accepted": 1, "handed_in": 2, "asked": 2},
      "added": {"points": {…}}           what other rooms froze (``classes.closing.additions``), where they had anything
    }

A key is never given another meaning: a new shape has a new number.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from classes.closing.attendance import records_of
from classes.models import Enrollment, Reflection, ReflectionState, TrainingClassPage
from classes.queries.reflections import lessons_of
from lessons.models import LessonProgress
from lessons.models.progress import ProgressState
from schoolhouse.attendance import AttendanceRecord

SHAPE = 1


def facts_of(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> dict[int, dict[str, Any]]:
    """Return the facts of each enrollment, by its key. ``learner`` and ``organization`` must have been read.

    As many queries for one as for three hundred.
    """
    attendance = _attendance(training_class, enrollments)
    lessons, finished = _lessons(training_class, enrollments)
    asked, reflections = training_class.reflection_tasks.count(), _reflections(training_class)
    return {
        row.pk: {
            "shape": SHAPE,
            "name": row.learner.full_name,
            "organization": row.organization.name if row.organization else "",
            "post": row.post,
            "group": row.group_name,
            "attendance": attendance.get(row.pk),
            "lessons": {"finished": finished[row.learner_id], "of": lessons},
            "reflections": {**reflections[row.pk], "asked": asked},
        }
        for row in enrollments
    }


def _attendance(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> dict[int, dict[str, Any]]:
    records = records_of(training_class, enrollments)
    by_learner: defaultdict[int, list[AttendanceRecord]] = defaultdict(list)
    for record in records or ():
        by_learner[record.enrollment].append(record)
    return {
        enrollment: {
            # What one stays beyond what was asked makes up for nothing that one missed.
            "attended": sum(min(record.minutes, record.required) for record in rows),
            "required": sum(record.required for record in rows),
            "states": dict(Counter(str(record.state) for record in rows)),
        }
        for enrollment, rows in by_learner.items()
    }


def _lessons(training_class: TrainingClassPage, enrollments: Sequence[Enrollment]) -> tuple[int, Counter[int]]:
    keys = [uuid.UUID(key) for key in lessons_of(training_class)]
    done = LessonProgress.objects.filter(
        translation_key__in=keys,
        state=ProgressState.COMPLETED,
        learner__in=[row.learner_id for row in enrollments],
    )
    return len(keys), Counter(done.values_list("learner_id", flat=True))


def _reflections(training_class: TrainingClassPage) -> defaultdict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(lambda: {"accepted": 0, "handed_in": 0})
    rows = Reflection.objects.filter(enrollment__training_class=training_class)
    for enrollment, state in rows.exclude(state=ReflectionState.DRAFT).values_list("enrollment_id", "state"):
        found[enrollment]["handed_in"] += 1
        found[enrollment]["accepted"] += state == ReflectionState.ACCEPTED
    return found
