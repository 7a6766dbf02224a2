"""Signing in a room of people at a learning point, with a photo of them where there is one."""

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
from plugins.attendance.actions.words import LATE, PRESENT
from plugins.attendance.models import Mark, PointPhoto, Roll
from schoolhouse.activation import cleaned_settings
from schoolhouse.refusals import Refusal


def sign_in_group(
    *, roll: Roll, people: Sequence[uuid.UUID], photo: Any = None, key: uuid.UUID, now: datetime.datetime, by: User
) -> list[Mark]:
    """Sign in those of the point's people who sit before its screen, and keep an uploaded ``photo`` of them.

    Sent twice with one ``key`` it counts once. Raises ``Refusal``, and then nothing is kept: nobody tapped, no photo
    where the class asks for one, a file that is none, somebody else's people, a roll that is not open.
    """
    if not people:
        raise Refusal(_("Tap somebody first."), code="nobody", status=400)
    if photo is None and cleaned_settings(PLUGIN, roll.training_class)["point_photo"]:
        raise Refusal(_("This class asks for a photo of everybody who is here."), code="photo_missing", status=400)
    made = photo_of(photo) if photo is not None else None
    word = LATE if now > roll.terms.late_from else PRESENT
    said = [Saying(one, word, now, uuid.uuid5(key, str(one))) for one in people]
    with transaction.atomic():
        marks = say_at_point(roll=roll, said=said, by=by)
        if made is not None and not PointPhoto.objects.filter(client_key=key).exists():
            place = _place_of(by)
            PointPhoto.objects.create(roll=roll, organization=place, client_key=key, by=by, **files_of(made))
    return marks


def _place_of(by: User) -> Organization:
    """Return the learning point whose screen ``by`` is; the topmost one, where it is several."""
    return Organization.objects.get(path=scope_of(by).paths(Role.POINT)[0])
