"""Signing a room of people in and out at a learning point, with a photo of them where there is one.

direction   word
in          present, or late after the minutes of grace
out         left, at that moment; stayed, once it is over
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Organization, User
from people.roles import Role
from people.scope import scope_of
from plugins.attendance.actions.marks import Saying, say_at_point
from plugins.attendance.actions.photos import files_of, photo_of
from plugins.attendance.actions.rolls import PLUGIN
from plugins.attendance.actions.words import LATE, LEFT, PRESENT, STAYED
from plugins.attendance.models import Mark, PointPhoto, Roll, Says
from schoolhouse.activation import cleaned_settings
from schoolhouse.refusals import Refusal


def sign_group(
    *,
    roll: Roll,
    direction: str = Says.IN,
    people: Sequence[uuid.UUID],
    photo: Any = None,
    key: uuid.UUID,
    at: datetime.datetime,
    by: User,
) -> list[Mark]:
    """Sign those of the point's people in or out who sit before its screen, and keep an uploaded ``photo`` of them.

    ``at`` is when they were tapped. Sent twice with one ``key`` it counts once. Raises ``Refusal``, and then nothing is
    kept: nobody tapped, signing in without a photo where the class asks for one, a file that is none, somebody else's
    people, a roll that was not open, one at which nobody signs out. Whoever has not signed in is not signed out.
    """
    if not people:
        raise Refusal(_("Tap somebody first."), code="nobody", status=400)
    if direction == Says.OUT and not roll.asks_out:
        raise Refusal(_("Nobody needs to sign out here."), code="no_sign_out")
    if direction == Says.IN and photo is None and cleaned_settings(PLUGIN, roll.training_class)["point_photo"]:
        raise Refusal(_("This class asks for a photo of everybody who is here."), code="photo_missing", status=400)
    made = photo_of(photo) if photo is not None else None
    word = _word(roll, direction, at)
    said = [Saying(one, word, at, uuid.uuid5(key, str(one))) for one in people]
    with transaction.atomic():
        marks = say_at_point(roll=roll, said=said, by=by)
        if made is not None and not PointPhoto.objects.filter(client_key=key).exists():
            place = _place_of(by)
            PointPhoto.objects.create(roll=roll, organization=place, client_key=key, by=by, **files_of(made))
    return marks


def _word(roll: Roll, direction: str, at: datetime.datetime) -> str:
    """Return what is said of everybody who was tapped."""
    if direction == Says.OUT:
        return STAYED if at >= roll.ends_at else LEFT
    return LATE if at > roll.terms.late_from else PRESENT


def _place_of(by: User) -> Organization:
    """Return the learning point whose screen ``by`` is; the topmost one, where it is several."""
    return Organization.objects.get(path=scope_of(by).paths(Role.POINT)[0])
