"""Calling the roll of a half-day at once: what the teacher says counts for everything that is held in it.

A word is written down at every item about which it is asked: where somebody has signed in, or is excused, that stays.

    word     at what is held then    at what comes after it    at what is over
    present  present                 present                   present
    absent   absent                  absent                    absent
    late     late                    present                   nothing: ask there
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.actions.enrollment import lock_class
from classes.closing.frozen import refuse_closed
from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from people.models import User
from plugins.attendance.actions.marks import Saying, say
from plugins.attendance.actions.rolls import lock_roll, open_roll
from plugins.attendance.actions.words import LATE, PRESENT
from plugins.attendance.models import Mark
from plugins.attendance.queries.half_days import HalfDay, Piece, is_asked, pieces_of, stands_of
from plugins.attendance.states import Standing
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Called:
    """What came of a list: the new marks, and what was left alone because its roll is closed."""

    marks: list[Mark]
    left: list[Piece]


@transaction.atomic
def say_half_day(
    *, training_class: TrainingClassPage, day: datetime.date, half_day: HalfDay, said: Sequence[Saying], by: User
) -> Called:
    """Write down what was said of a half-day at every roll of it, which is opened where it is not open yet.

    Sent twice it counts once. Rolls that are closed are left alone. Raises ``Refusal`` where ``by`` does not call these
    rolls, where the class or every roll is closed, and for somebody not in the class: then nothing is written.
    """
    lock_class(training_class)
    refuse_closed(training_class)
    pieces = pieces_of(training_class, day)[half_day]
    for piece in pieces:
        if not piece.is_closed:
            piece.item.training_class = training_class
            piece.roll = lock_roll(open_roll(item=piece.item, part=piece.part, by=by))
    called, left = [one for one in pieces if not one.is_closed], [one for one in pieces if one.is_closed]
    if not called:
        return _nothing_open(said, left)
    rows = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
    seats = {one.public_id: one.pk for one in rows}
    if any(one.enrollment not in seats for one in said):
        raise Refusal(_("Somebody on this list is no longer in the class. Open it again."), code="not_in_class")
    stands = stands_of(training_class, called, list(rows))
    marks = []
    for place, piece in enumerate(called):
        words = [_word(one, piece, stands[seats[one.enrollment]][place][1]) for one in said]
        if piece.roll:
            marks += say(roll=piece.roll, said=[word for word in words if word], by=by)
    return Called(marks, left)


def _word(one: Saying, piece: Piece, stand: Standing) -> Saying | None:
    """Return what a word about the half-day says of one piece of it, or ``None`` where it says nothing."""
    came = stand.signed_in
    # Who signed in after the list was taken, while it waited for a network, is no reason to drop what it says.
    if not is_asked(stand) and (came is None or not one.at < came.at <= timezone.now()):
        return None
    word = one.word
    if word == LATE and one.at >= piece.ends_at:
        return None
    if word == LATE and one.at < piece.starts_at:
        word = PRESENT
    return replace(one, word=word, key=_key(one, piece))


def _nothing_open(said: Sequence[Saying], left: Sequence[Piece]) -> Called:
    """Take a list that had come before its rolls were closed once more; refuse another one. Raises ``Refusal``."""
    keys = [_key(one, piece) for one in said for piece in left]
    if left and Mark.objects.filter(client_key__in=keys).exists():
        return Called([], list(left))
    if left:
        raise Refusal(_("The rolls of this half-day are closed. Open them again to change them."), code="closed")
    raise Refusal(_("Nothing is held in this half of the day any more."), code="nothing_held")


def _key(one: Saying, piece: Piece) -> uuid.UUID:
    return uuid.uuid5(one.key, str(piece.roll.public_id if piece.roll else ""))
