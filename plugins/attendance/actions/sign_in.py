"""Signing in and out by the code: a few queries, and never twice, however many come at the same moment.

What a device had kept without a network is signed in by ``sign_in_later``, as of its own time.
"""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from classes.permissions import is_closed
from classes.queries.place import settle_zone
from people.models import User
from plugins.attendance.codes import Code
from plugins.attendance.events import signed_in
from plugins.attendance.models import COMINGS, Mark, Roll, Says, Source
from plugins.attendance.queries.scanning import organization_id_of, seat_of
from schoolhouse.refusals import Refusal

_KEYS = uuid.UUID("9b1c7c0e-5b0e-4b6f-8a54-52f3a7f0d6c1")


def sign_in(*, roll: Roll, direction: str, by: User, evidence: str = "") -> Mark:
    """Sign in or out of ``roll`` now, oneself, whose code was checked; the second time gives the first mark again.

    ``evidence`` says what else was checked. Raises ``Refusal`` where ``by`` is not in the class, before and after its
    time, where the roll is closed, for a sign-out before any sign-in, and where the class's staff has corrected the
    first mark.
    """
    now = timezone.now()
    enrollment = seat_of.first(learner=by.pk, training_class=roll.training_class_id)
    if enrollment is None:
        raise Refusal(_("This code is for another class: you are not in it."), code="not_in_class", status=403)
    key = sign_in_key(roll.pk, enrollment.pk, direction)
    if refusal := _untimely(roll, direction, now, closed=roll.is_closed):
        return _first(key, refusal)
    if direction == Says.OUT and not roll.marks.filter(enrollment=enrollment, says__in=COMINGS).exists():
        raise Refusal(_("You have not signed in yet. Ask your class teacher."), code="not_signed_in")
    known = {"says": direction, "at": now, "by": by, "client_key": key, "evidence": evidence}
    return _write(Mark(roll=roll, enrollment=enrollment, **known))


def sign_in_later(*, roll: Roll, code: Code, at: datetime.datetime, by: User, evidence: str = "") -> Mark:
    """Sign in or out as of ``at``, oneself, by a ``code`` that a device had kept without a network.

    It counts at its own time, also where the roll was closed since then, and where another device of this person has
    sent a later one. The second time gives the first mark again. Raises ``Refusal`` as ``sign_in`` does, and where the
    class's staff has corrected what is recorded, or the class itself is closed.
    """
    enrollment = seat_of.first(learner=by.pk, training_class=roll.training_class_id)
    if enrollment is None:
        raise Refusal(_("This code is for another class: you are not in it."), code="not_in_class", status=403)
    own, direction = roll.marks.filter(enrollment=enrollment), code.direction
    key = uuid.uuid5(_KEYS, f"{roll.pk}:{enrollment.pk}:{direction}:{code.period}")
    earlier = own.filter(says=direction, source=Source.CODE, at__lte=at, corrected_by=None).order_by("at").first()
    if earlier is not None:
        return earlier
    if is_closed(roll.training_class):
        raise Refusal(_("This class is closed."), code="class_closed")
    if refusal := _untimely(roll, direction, at, closed=roll.was_closed_at(at)):
        raise refusal
    if own.exclude(corrects=None).exists():
        raise Refusal(_("Your class teacher has corrected this. Ask there."), code="corrected")
    if direction == Says.OUT and not own.filter(says__in=COMINGS, at__lte=at).exists():
        raise Refusal(_("You have not signed in yet. Ask your class teacher."), code="not_signed_in")
    with override(roll.training_class.locale.language_code):
        kept = _("Kept on the device without a network")
    known = {"says": direction, "at": at, "by": by, "client_key": key}
    known["evidence"] = f"{kept} · {evidence}" if evidence else kept
    return _write(Mark(roll=roll, enrollment=enrollment, **known))


def _write(mark: Mark) -> Mark:
    """Write a sign-in by code, and tell of it; what was written in the same moment is given back instead."""
    mark.source = Source.CODE
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
            _tell(mark)
    except IntegrityError:
        return _first(mark.client_key, None)
    return mark


def sign_in_key(roll: int, enrollment: int, direction: str) -> uuid.UUID:
    """Return what makes signing in, or out, count once for a roll and an enrollment."""
    return uuid.uuid5(_KEYS, f"{roll}:{enrollment}:{direction}")


def _untimely(roll: Roll, direction: str, now: datetime.datetime, *, closed: bool) -> Refusal | None:
    if closed:
        return Refusal(_("The roll is closed. Ask your class teacher."), code="closed")
    if direction == Says.OUT and not roll.asks_out:
        return Refusal(_("Nobody needs to sign out here."), code="no_sign_out")
    if now < roll.opens_at:
        opens = time_format(roll.opens_at.astimezone(settle_zone(roll.training_class)), "H:i")
        return Refusal(_("Sign-in opens at %(time)s.") % {"time": opens}, code="early")
    if now > (roll.ends_at if direction == Says.IN else roll.closes_at):
        return Refusal(_("It is over. Ask your class teacher."), code="late")
    return None


def _first(key: uuid.UUID, refusal: Refusal | None) -> Mark:
    """Return the mark that was made before; refuse where there is none, or where it was corrected."""
    mark = Mark.objects.filter(client_key=key).select_related("corrected_by").first()
    if mark is None:
        raise refusal or Refusal(_("Try again."), code="again")
    if getattr(mark, "corrected_by", None) is not None:
        raise Refusal(_("Your class teacher has corrected this. Ask there."), code="corrected")
    return mark


def _tell(mark: Mark) -> None:
    roll = mark.roll
    signed_in.send(
        data={
            "roll": roll.public_id,
            "item": roll.item.public_id if roll.item else None,
            "training_class": roll.training_class.public_id,
            "learner": mark.by.public_id if mark.by else None,
            "direction": mark.says,
            "at": mark.at,
        },
        organization=organization_id_of(roll.training_class),
    )
