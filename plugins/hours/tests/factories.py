"""Makes what the tests of hours need."""

import datetime
from contextlib import contextmanager
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lessons.models import LessonProgress
from people.roles import Role
from plugins.hours.actions.outside import write_outside
from plugins.hours.models import ConversionTable
from schoolhouse.attendance import AttendanceRecord, AttendanceRecords
from schoolhouse.extension_points import attendance_records
from tests.factories.classes import make_timetable_item
from tests.factories.lessons import make_lesson
from tests.factories.people import make_user

_numbers = count(1)
PDF = b"%PDF-1.7 a certificate"


def make_learner(organization, name=None):
    return make_user(name, role=Role.LEARNER, organization=organization)


def make_table(organization, **fields):
    fields.setdefault("valid_from", datetime.date(2020, 1, 1))
    fields.setdefault("name", f"Table {next(_numbers)}")
    return ConversionTable.objects.create(organization=organization, **fields)


def make_file(name="certificate.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def make_outside(learner, *, files=True, day=None, **fields):
    day = day or timezone.localdate() - datetime.timedelta(days=1)
    defaults = {"title": f"Talk {next(_numbers)}", "organizer": "Library", "starts_on": day, "ends_on": day}
    values = {**defaults, "minutes": 90, "files": [make_file()] if files else [], **fields}
    return write_outside(by=learner, **values)


def finish_lesson(learner, *, hours="2", at=None, organization=None):
    lesson = make_lesson(organization, training_hours=Decimal(hours))
    at = at or timezone.now()
    LessonProgress.objects.create(
        learner=learner, translation_key=lesson.translation_key, state="completed", percent=100, completed_at=at
    )
    return lesson


class Roll:
    """What a plugin knows of attendance: minutes and states by enrollment and item."""

    def __init__(self):
        self.rows = {}
        self.fails = False

    def note(self, enrollment, item, minutes=90, state="present"):
        self.rows[enrollment.pk, item.pk] = (state, minutes)
        return enrollment, item

    def session(self, enrollment, minutes=90, state="present", **fields):
        """Put something on the timetable and let the learner have been there."""
        item = make_timetable_item(enrollment.training_class, **fields)
        self.note(enrollment, item, minutes, state)
        return item

    def of(self, page, enrollments, items=None):
        if self.fails:
            raise RuntimeError("The roll is lost.")
        wanted = {row.pk for row in enrollments}
        return [
            AttendanceRecord(enrollment, item, state, minutes, 120)
            for (enrollment, item), (state, minutes) in self.rows.items()
            if enrollment in wanted
        ]

    @contextmanager
    def called(self):
        attendance_records.register("hours", "hours.roll", AttendanceRecords("Roll", self.of))
        try:
            yield self
        finally:
            attendance_records._extensions = [
                one for one in attendance_records.extensions() if one.name != "hours.roll"
            ]
