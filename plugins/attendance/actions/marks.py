"""Saying at the roll who is there: each word becomes a mark, once, and what was recorded before stays."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from classes.closing.frozen import refuse_closed
from classes.models import Enrollment
from classes.permissions import INSIDE_STATES
from people.models import User
from plugins.attendance.actions.rolls import lock_roll
from plugins.attendance.actions.words import ABSENT, LATE, LEFT, PRESENT, STAYED, WORDS_OUT, Entry, entry_for
from plugins.attendance.events import corrected
from plugins.attendance.models import Mark, Roll, Source
from plugins.attendance.permissions import may_call_roll, may_take_roll, people_of_point
from plugins.attendance.queries.rolls import facts_of
from plugins.attendance.queries.scanning import organization_id_of
from plugins.attendance.states import standing
from schoolhouse.refusals import Refusal

__all__ = ["ABSENT", "LATE", "LEFT", "PRESENT", "STAYED", "Saying", "correct", "say", "say_at_point"]

AT_ONCE = datetime.timedelta(minutes=1)
"""What a learning point's screen sends later than this after it was tapped, it had kept without a network."""


@dataclass(frozen=True)
class Saying:
    """A word about one learner: ``at`` is when it was said, by the clock of the device; ``key`` makes it count once."""

    enrollment: uuid.UUID
    word: str
    at: datetime.datetime
    key: uuid.UUID


@dataclass(frozen=True)
class _Voice:
    """Who says it, and how: ``overrules`` tells whether it may replace what somebody else has recorded."""

    by: User
    source: str
    device: str = ""
    reason: str = ""
    overrules: bool = True


@transaction.atomic
def say(
    *, roll: Roll, said: Sequence[Saying], by: User, source: str = Source.TEACHER, device: str = "", reason: str = ""
) -> list[Mark]:
    """Write down what was said at the roll, in the order of the clock, and return the new marks.

    What says nothing new writes nothing; neither does a learner on duty who contradicts what somebody else recorded.
    Raises ``Refusal`` where ``by`` does not call the roll, where it or the class is closed, and for somebody not in the
    class: then nothing is written.
    """
    roll = lock_roll(roll)
    if not may_call_roll(by, roll):
        raise Refusal(_("You do not take the roll of this class."), code="not_yours", status=403)
    overrules = may_take_roll(by, roll.training_class)
    return _say(roll, said, _Voice(by, source, device, reason, overrules), _learners(roll), closed=roll.is_closed)


@transaction.atomic
def say_at_point(*, roll: Roll, said: Sequence[Saying], by: User, device: str = "") -> list[Mark]:
    """Write down who is at a learning point, as its screen; of its own people alone. Raises ``Refusal``.

    What the screen had kept without a network counts at its own time, also where the roll was closed since then; it
    replaces nothing that others have recorded.
    """
    roll = lock_roll(roll)
    mine = {one.public_id: one for one in people_of_point(by, roll.training_class)}
    if not mine:
        raise Refusal(_("None of your people is in this class."), code="not_yours", status=403)
    if not all(roll.opens_at <= one.at <= roll.closes_at for one in said):
        raise Refusal(_("It is not being held now. Ask the class teacher."), code="wrong_time")
    kept = any(timezone.now() - one.at > AT_ONCE for one in said)
    was_open = kept and not any(roll.was_closed_at(one.at) for one in said)
    # A screen that was drawn before the teacher wrote down who left says nothing against that.
    overrules = not kept and all(one.word not in WORDS_OUT for one in said)
    voice = _Voice(by, Source.POINT, device, overrules=overrules)
    return _say(roll, said, voice, mine, closed=roll.is_closed and not was_open)


@transaction.atomic
def correct(
    *, roll: Roll, enrollment: Enrollment, word: str, at: datetime.datetime | None = None, reason: str, by: User
) -> Mark | None:
    """Correct what is recorded of one learner, also when the roll is closed; ``None`` where it says so already.

    ``at`` is when they came or left, where ``word`` is about that. Raises ``Refusal``, also where the class is closed.
    """
    roll = lock_roll(roll)
    if not may_take_roll(by, roll.training_class):
        raise Refusal(_("You do not take the roll of this class."), code="not_yours", status=403)
    refuse_closed(roll.training_class)
    if enrollment.training_class_id != roll.training_class_id:
        raise Refusal(_("This person is not in the class."), code="not_in_class")
    if not reason.strip():
        raise Refusal(_("Say why it is corrected."), code="reason_missing")
    if at is not None and not roll.opens_at <= at <= roll.closes_at:
        raise Refusal(_("This time lies outside of the session."), code="wrong_time")
    said = [Saying(enrollment.public_id, word, at or timezone.now(), uuid.uuid4())]
    voice = _Voice(by, Source.TEACHER, reason=reason.strip())
    marks = _write(roll, said, voice, {enrollment.public_id: enrollment})
    if not marks:
        return None
    _tell(roll, enrollment, by)
    return marks[0]


def _tell(roll: Roll, enrollment: Enrollment, by: User) -> None:
    corrected.send(
        data={
            "roll": roll.public_id,
            "item": roll.item.public_id if roll.item else None,
            "training_class": roll.training_class.public_id,
            "learner": enrollment.learner.public_id,
            "by": by.public_id,
        },
        organization=organization_id_of(roll.training_class),
    )


def _learners(roll: Roll) -> dict[uuid.UUID, Enrollment]:
    rows = Enrollment.objects.filter(training_class=roll.training_class_id, state__in=INSIDE_STATES)
    return {one.public_id: one for one in rows}


def _say(
    roll: Roll, said: Sequence[Saying], voice: _Voice, enrollments: dict[uuid.UUID, Enrollment], *, closed: bool
) -> list[Mark]:
    if any(one.enrollment not in enrollments for one in said):
        raise Refusal(_("Somebody on this list is no longer in the class. Open it again."), code="not_in_class")
    if closed:
        if Mark.objects.filter(client_key__in=[one.key for one in said]).count() == len({one.key for one in said}):
            return []  # it had come before the roll was closed, and comes once more
        raise Refusal(_("The roll is closed. Open it again to change it."), code="closed")
    refuse_closed(roll.training_class)
    if not voice.reason:
        with override(roll.training_class.locale.language_code):
            voice = replace(voice, reason=_("Changed at the roll"))
    return _write(roll, said, voice, enrollments)


def _write(roll: Roll, said: Sequence[Saying], voice: _Voice, enrollments: dict[uuid.UUID, Enrollment]) -> list[Mark]:
    """Write what is new of ``said``; call it under the lock of the roll. Queries do not grow with the list."""
    now = timezone.now()
    known = set(Mark.objects.filter(client_key__in=[one.key for one in said]).values_list("client_key", flat=True))
    facts = facts_of([roll], [enrollments[one.enrollment] for one in said])
    marks = []
    # Of two words about one person the later one is meant.
    last = {one.enrollment: one for one in sorted(said, key=lambda saying: saying.at)}
    for one in last.values():
        enrollment = enrollments[one.enrollment]
        before = standing(roll.terms, facts.get((roll.pk, enrollment.pk), ()))
        entry = entry_for(one.word, min(one.at, now), roll.terms, before)
        if entry is None or one.key in known:
            continue
        known.add(one.key)
        marks.append(_mark(roll, enrollment, entry, voice, one.key))
    return Mark.objects.bulk_create(marks if voice.overrules else _contradicting_nobody(marks, voice), batch_size=500)


def _contradicting_nobody(marks: Sequence[Mark], voice: _Voice) -> list[Mark]:
    """Leave out what would replace what somebody else has recorded. One query."""
    replaced = Mark.objects.filter(pk__in=[mark.corrects_id for mark in marks if mark.corrects_id])
    others = set(replaced.exclude(by=voice.by).values_list("pk", flat=True))
    return [mark for mark in marks if mark.corrects_id not in others]


def _mark(roll: Roll, enrollment: Enrollment, entry: Entry, voice: _Voice, key: uuid.UUID) -> Mark:
    return Mark(
        roll=roll,
        enrollment=enrollment,
        says=entry.says,
        at=entry.at,
        source=voice.source,
        by=voice.by,
        device=voice.device[:64],
        client_key=key,
        corrects_id=entry.corrects,
        reason=voice.reason[:250] if entry.corrects else "",
    )
