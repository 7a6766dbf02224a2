"""What may count for hours, asked of where it comes from: attendance, finished lessons, approved outside hours."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from classes.closing.attendance import records_of
from classes.models import Enrollment, EnrollmentState, TimetableItem, TrainingClassPage
from lessons.models import LessonPage, LessonProgress
from lessons.models.progress import ProgressState
from people.models import Organization, RoleAssignment
from people.queries.organizations import time_zones_of
from people.roles import Role
from plugins.hours.conversion import Found
from plugins.hours.models import HoursEntry, HoursSource, OutsideHours, OutsideState
from plugins.hours.queries.tables import Tables
from schoolhouse.attendance import AttendanceRecord, AttendanceState

COUNTED_STATES = (EnrollmentState.ENROLLED, EnrollmentState.COMPLETED, EnrollmentState.WITHDRAWN)
"""Enrollments whose sessions count: who left a class was there until then."""
THERE = frozenset(
    {
        AttendanceState.PRESENT,
        AttendanceState.LATE,
        AttendanceState.LEFT_EARLY,
        AttendanceState.ONLINE,
        AttendanceState.AT_POINT,
    }
)

Key = tuple[int, str, str]
"""Learner, source, reference."""


@dataclass
class Sources:
    """Everything that counts for some learners, and the entries that stand for them."""

    standing: dict[Key, HoursEntry] = field(default_factory=dict)
    found: defaultdict[int, list[Found]] = field(default_factory=lambda: defaultdict(list))
    doubled: list[HoursEntry] = field(default_factory=list)


class Reading:
    """Reads the sources of ``learners``: as many queries for one of them as for a hundred, and some for each class."""

    def __init__(self, learners: Collection[int]) -> None:
        self.learners = list(learners)
        self.tables = Tables()
        self.sources = Sources()
        self.units = units_of(self.learners)
        self.paths = dict(Organization.objects.order_by().values_list("pk", "path")) if self.learners else {}

    def read(self) -> Sources:
        """Read everything."""
        self._read_standing()
        self._read_classes()
        self._read_lessons()
        self._read_outside()
        return self.sources

    def _read_standing(self) -> None:
        rows = HoursEntry.objects.filter(learner__in=self.learners, reverses=None, reversed_by=None)
        for entry in rows.order_by("pk"):
            key = (entry.learner_id, entry.source, entry.reference)
            if key in self.sources.standing:  # of two accounts that became one
                self.sources.doubled.append(entry)
            else:
                self.sources.standing[key] = entry

    def _add(self, learner: int, source: str, reference: str, *, day: datetime.date, **fields: Any) -> None:
        """Add something, by the table of the organization where it was booked before, else the learner's own."""
        entry = self.sources.standing.get((learner, source, reference))
        organization = self.units.get(learner)
        if entry is not None and entry.organization_id is not None:
            organization = entry.organization_id
        table = self.tables.at(self.paths.get(organization or 0, ""), day)
        self.sources.found[learner].append(
            Found(source, reference, day, table=table, organization=organization, **fields)
        )

    def _keep(self, entry: HoursEntry) -> None:
        """Leave what is booked as it is."""
        self._add(
            entry.learner_id,
            entry.source,
            entry.reference,
            day=entry.day,
            title=entry.title,
            minutes=entry.minutes,
            booked=entry.hours,
        )

    def _read_classes(self) -> None:
        rows = Enrollment.objects.filter(learner__in=self.learners, state__in=COUNTED_STATES)
        by_class: defaultdict[TrainingClassPage, list[Enrollment]] = defaultdict(list)
        for row in rows.select_related("training_class", "learner", "organization").order_by("pk"):
            by_class[row.training_class].append(row)
        for training_class, enrollments in by_class.items():
            records = records_of(training_class, enrollments)
            if records is None:
                self._keep_classes(enrollments)
            else:
                self._add_records(training_class, enrollments, records)

    def _keep_classes(self, enrollments: Iterable[Enrollment]) -> None:
        unknown = {str(row.public_id) for row in enrollments}
        for (_learner, source, reference), entry in self.sources.standing.items():
            if source == HoursSource.CLASS and reference.partition("/")[0] in unknown:
                self._keep(entry)

    def _add_records(
        self, training_class: TrainingClassPage, enrollments: Iterable[Enrollment], records: list[AttendanceRecord]
    ) -> None:
        there = [record for record in records if record.state in THERE and record.minutes > 0]
        rows = {row.pk: row for row in enrollments}
        wanted = {record.item for record in there}
        items = TimetableItem.objects.select_related("page").in_bulk(wanted)
        for record in there:
            row, item = rows.get(record.enrollment), items.get(record.item)
            if row is not None and item is not None:
                self._add(
                    row.learner_id,
                    HoursSource.CLASS,
                    f"{row.public_id}/{item.public_id}",
                    day=item.starts_at.astimezone(training_class.zone).date(),
                    title=f"{training_class.title} · {item}"[:200],
                    minutes=record.minutes,
                    online=record.state == AttendanceState.ONLINE,
                    moment=item.starts_at.astimezone(datetime.UTC).isoformat(),
                )

    def _read_lessons(self) -> None:
        rows = LessonProgress.objects.filter(learner__in=self.learners, state=ProgressState.COMPLETED)
        done: list[tuple[int, Any, Any]] = list(rows.values_list("learner_id", "translation_key", "completed_at"))
        lessons = _lessons({key for _learner, key, _at in done})
        zones = time_zones_of(Organization.objects.filter(pk__in=set(self.units.values())))
        for learner, key, at in done:
            stated, title = lessons.get(key, (None, ""))
            if stated is None:  # the lesson is gone; what it counted for is not
                if entry := self.sources.standing.get((learner, HoursSource.LESSON, str(key))):
                    self._keep(entry)
            elif stated > 0:
                zone = zones.get(self.units.get(learner, 0), timezone.get_default_timezone())
                self._add(
                    learner,
                    HoursSource.LESSON,
                    str(key),
                    day=at.astimezone(zone).date(),
                    title=title[:200],
                    stated=stated,
                    moment=at.astimezone(datetime.UTC).isoformat(),
                )

    def _read_outside(self) -> None:
        rows = OutsideHours.objects.filter(learner__in=self.learners, state=OutsideState.APPROVED)
        for row in rows:
            self._add(
                row.learner_id,
                HoursSource.OUTSIDE,
                str(row.public_id),
                day=row.ends_on,
                title=row.title,
                minutes=row.minutes,
                days=row.days,
            )


def units_of(learners: Collection[int]) -> dict[int, int]:
    """Return where people learn: the key of the organization of their first role as a learner. One query."""
    held = RoleAssignment.objects.filter(user__in=learners, role=Role.LEARNER).order_by("created_at", "pk")
    found: dict[int, int] = {}
    for user, organization in held.values_list("user_id", "organization_id"):
        found.setdefault(user, organization)
    return found


def _lessons(keys: Collection[Any]) -> dict[Any, tuple[Decimal, str]]:
    """Return the hours and titles of lessons, by translation key: as the first of their languages states them."""
    pages = LessonPage.objects.filter(translation_key__in=keys).order_by("pk")
    found: dict[Any, tuple[Decimal, str]] = {}
    for key, hours, title in pages.values_list("translation_key", "training_hours", "title"):
        found.setdefault(key, (hours, title))
    return found
