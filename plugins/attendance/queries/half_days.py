"""The half-days of a class: what of its timetable lies in each, and how everybody stands to all of that together."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TimetableItemState, TrainingClassPage
from classes.queries.timetable import pages_of
from plugins.attendance.models import Roll, RollPart
from plugins.attendance.queries.parts import NOON, parts_of, times_of, title_of
from plugins.attendance.queries.rolls import excuses_of, facts_of, learners_of
from plugins.attendance.states import Standing, Terms, standing
from schoolhouse.activation import cleaned_settings
from schoolhouse.attendance import AttendanceState as State

PLUGIN = "attendance"
MISSING = (State.UNVERIFIED, State.ABSENT)
_EVENING = datetime.time(18)


class HalfDay(models.TextChoices):
    """A part of a day in which a class meets; what is held belongs to the one in which it begins."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")

    @classmethod
    def of(cls, moment: datetime.datetime) -> "HalfDay":
        """Return the one of a moment, which is given where the class is held."""
        if moment.time() < NOON:
            return cls.MORNING
        return cls.AFTERNOON if moment.time() < _EVENING else cls.EVENING


@dataclass
class Piece:
    """An item of the timetable, or its half, that lies in a half-day; ``roll`` is there once it was opened."""

    item: TimetableItem
    title: str
    part: RollPart
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    roll: Roll | None = None

    @property
    def is_closed(self) -> bool:
        """Whether its roll is closed, so that nothing is recorded there."""
        return self.roll is not None and self.roll.is_closed

    @property
    def terms(self) -> Terms:
        """What is asked; of a roll that is not open yet, when it is."""
        return self.roll.terms if self.roll else Terms(self.starts_at, self.ends_at, 0, 0)


@dataclass
class Person:
    """How a learner stands to the pieces of a half-day that can still be called, in their order."""

    enrollment: Enrollment
    stands: list[tuple[Piece, Standing]]

    @cached_property
    def open(self) -> list[Standing]:
        """How they stand where nothing says yet that they came or are excused."""
        return [stand for _piece, stand in self.stands if is_asked(stand)]

    @property
    def is_absent(self) -> bool:
        """Whether they were called absent wherever they are asked about."""
        return bool(self.open) and all(one.state == State.ABSENT for one in self.open)

    @property
    def known(self) -> list[tuple[Piece, Standing]]:
        """What is known of them besides, to be read beside their name."""
        return [(piece, stand) for piece, stand in self.stands if not is_asked(stand)]


def is_asked(stand: Standing) -> bool:
    """Say whether the list asks about somebody: nobody has said that they came, and they are not excused."""
    return stand.state in MISSING and stand.signed_in is None


def pieces_of(training_class: TrainingClassPage, day: datetime.date) -> dict[HalfDay, list[Piece]]:
    """Return what a class is called for on a day, by half-days. Three queries.

    What everybody studies alone is not called with the others, unless somebody has opened its roll.
    """
    zone = training_class.zone
    begins = datetime.datetime.combine(day, datetime.time(), zone)
    ends = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)
    planned = training_class.timetable_items.filter(state=TimetableItemState.PLANNED)
    items = list(planned.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "ends_at", "pk"))
    rolls = {(roll.item_id, roll.part): roll for roll in Roll.objects.filter(item__in=[item.pk for item in items])}
    pages = pages_of(items)
    halves = cleaned_settings(PLUGIN, training_class)["double"] == "half_days"
    found: dict[HalfDay, list[Piece]] = {half_day: [] for half_day in HalfDay}
    for item in items:
        for part in _called(item, {part for key, part in rolls if key == item.pk}, halves=halves):
            piece = Piece(item, title_of(item, pages), part, *times_of(item, part, zone), rolls.get((item.pk, part)))
            if piece.starts_at < piece.ends_at and (piece.roll or item.kind != TimetableItemKind.SELF_STUDY):
                found[HalfDay.of(piece.starts_at.astimezone(zone))].append(piece)
    return {half_day: sorted(pieces, key=lambda one: one.starts_at) for half_day, pieces in found.items()}


def _called(item: TimetableItem, opened: set[str], *, halves: bool) -> list[RollPart]:
    """Return the parts by which ``item`` is called: as was begun, else as the class wants it."""
    if RollPart.WHOLE in opened:
        return [RollPart.WHOLE]
    return [RollPart.MORNING, RollPart.AFTERNOON] if opened else parts_of(item, halves=halves)


def people_of(training_class: TrainingClassPage, pieces: Sequence[Piece]) -> list[Person]:
    """Return how everybody in the class stands to ``pieces``, by group and name. Two queries, and the excuses'."""
    enrollments = list(learners_of(training_class))
    found = stands_of(training_class, pieces, enrollments)
    return [Person(one, found[one.pk]) for one in enrollments]


def stands_of(
    training_class: TrainingClassPage, pieces: Sequence[Piece], enrollments: Sequence[Enrollment]
) -> dict[int, list[tuple[Piece, Standing]]]:
    """Return how ``enrollments`` stand to each of ``pieces``, by their keys. One query, and the excuses'."""
    facts = facts_of([piece.roll for piece in pieces if piece.roll], enrollments)
    excuses = excuses_of(training_class, enrollments)

    def stand(piece: Piece, key: int) -> Standing:
        said = facts.get((piece.roll.pk, key), ()) if piece.roll else ()
        return standing(piece.terms, said, excuses.get(key, ()))

    return {one.pk: [(piece, stand(piece, one.pk)) for piece in pieces] for one in enrollments}
