"""Who was there, who is excused and what is known of it: how plugins about presence understand each other.

Online rooms know who was in them, leave knows who is excused, attendance says how each learner stands to what the
timetable asks, and hours, registers and closing read that; points read what hours it came to. None of them knows
another: they meet at the points ``attendance_sources``, ``absence_excuses``, ``attendance_records`` and
``training_hours``, with the values described here.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.db.models.enums import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from wagtail.models import Page

Mode = Literal["hall", "online", "point"]
"""Where somebody was: in the hall, online, or with others at a learning point."""


class AttendanceState(TextChoices):
    """How a learner stands to one item of the timetable. ``UNVERIFIED`` is nobody's word: never counted as present."""

    PRESENT = "present", pgettext_lazy("attendance", "present")
    LATE = "late", pgettext_lazy("attendance", "late")
    LEFT_EARLY = "left_early", pgettext_lazy("attendance", "left early")
    ONLINE = "online", pgettext_lazy("attendance", "online")
    AT_POINT = "at_point", _("at a learning point")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
    UNVERIFIED = "unverified", pgettext_lazy("attendance", "unverified")


@dataclass(frozen=True)
class Sighting:
    """Somebody was seen: ``learner`` is their ``public_id``, both times are aware.

    ``evidence`` is a short sentence for whoever doubts it ("in the room for 48 minutes").
    """

    learner: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    evidence: str = ""


@dataclass(frozen=True)
class AttendanceSource:
    """Another way by which presence is known, such as an online room.

    ``label`` is its name on screen. ``seen`` receives an item of the timetable (``classes.models.TimetableItem``) and a
    moment, and returns the ``Sighting`` of everybody whom it saw there after that moment: ``learner`` (their
    ``public_id``), ``starts_at``, ``ends_at``, ``mode`` (``"hall"``, ``"online"`` or ``"point"``) and ``evidence``, a
    short sentence for whoever doubts it. A job asks while a roll is open, and once at its end; what is reported again,
    with the same learner and beginning, counts once. It may ask another server (``schoolhouse.http``). What it raises
    is written down, and it is asked again the next time.
    """

    label: str | Promise
    seen: Callable[[Any, datetime], Iterable[Sighting]]


@dataclass(frozen=True)
class Excuse:
    """Somebody need not be there: ``enrollment`` is a primary key, both times are aware, ``label`` says why."""

    enrollment: int
    starts_at: datetime
    ends_at: datetime
    label: str | Promise


@dataclass(frozen=True)
class AbsenceExcuses:
    """Knows who of a class is excused, and when, such as by leave that was granted.

    ``label`` is its name on screen. ``of`` receives the class's page and enrollments and returns an ``Excuse`` for each
    time that one of them is excused: ``enrollment`` (its ``pk``), ``starts_at``, ``ends_at`` and ``label``; in a number
    of queries that does not grow with them. What it raises is written down, and nobody is excused by it.
    """

    label: str | Promise
    of: "Callable[[Page, Sequence[Any]], Iterable[Excuse]]"


@dataclass(frozen=True)
class AttendanceRecord:
    """How one learner stands to one item: primary keys, an ``AttendanceState``, minutes attended and required."""

    enrollment: int
    item: int
    state: str
    minutes: int
    required: int


@dataclass(frozen=True)
class AttendanceRecords:
    """Knows how the learners of a class stand to what its timetable asks.

    ``label`` is its name on screen. ``of`` receives the class's page, enrollments and the items of the timetable that
    are wanted (``None`` for all), and returns an ``AttendanceRecord`` for each of them for which presence is asked:
    ``enrollment`` and ``item`` (each a ``pk``), ``state`` (``schoolhouse.attendance.AttendanceState``), ``minutes``
    attended and ``required``; at most one for both together, in a number of queries that does not grow. What it raises
    is written down, and nothing is known.
    """

    label: str | Promise
    of: "Callable[[Page, Sequence[Any], Sequence[Any] | None], Iterable[AttendanceRecord]]"


@dataclass(frozen=True)
class HoursRecord:
    """Training hours that one thing in a class came to for one learner.

    ``enrollment`` is a primary key. ``thing`` names what the hours are for, the same each time, in up to 80 characters
    and without a slash; ``title`` is its name for readers, ``at`` an aware moment.
    """

    enrollment: int
    thing: str
    title: str
    hours: Decimal
    at: datetime


@dataclass(frozen=True)
class TrainingHours:
    """Knows how many training hours a class came to for its learners.

    ``label`` is its name on screen. ``of`` receives the class's page and enrollments, and returns an ``HoursRecord``
    for each thing that counts by now: ``enrollment`` (its ``pk``), ``thing``, ``title``, ``hours`` above zero and
    ``at``; at most one for an enrollment and a thing, in a number of queries that does not grow. What counts no longer
    is left out. What it raises is written down, and nothing is known.
    """

    label: str | Promise
    of: "Callable[[Page, Sequence[Any]], Iterable[HoursRecord]]"
