"""Recording who spoke in a room, and the gist of it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import ClassGroup
from forums.actions.evening.speaking import count_speakers
from forums.evening.permissions import may_record
from forums.models import ForumPage, RoomRecord, RoomRecordVersion
from forums.models.spoken import GIST_LENGTH
from forums.queries.evening.room_record import people_of
from forums.queries.evening.settled import is_settled
from foundation.files.photos import BadPhoto, Photo, photo_from
from people.models import User
from people.published import renew
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class Said:
    """What was typed on the recorder's screen. ``base`` is the version that it began from, 0 for a new record."""

    speakers: Sequence[User]
    gist: str
    photo: Any
    base: int
    client_key: uuid.UUID


def record_room(*, forum: ForumPage, group: ClassGroup | None, said: Said, by: User) -> RoomRecord:
    """Write down who of ``group`` spoke and the gist, or correct it; ``None`` stands for all who sit together.

    Sent twice with one key it is written once. A photo is made anew, without what a camera wrote into it; without one
    the photo that is there stays. Raises ``Refusal``: somebody who does not record this group, an evening that has not
    opened, nothing recorded, too much of it, a file that is no photo, people of elsewhere, or a record that somebody
    else has changed since ``base``.
    """
    if not may_record(by, forum, group):
        raise Refusal(_("You do not record this group."), code="forbidden", status=403)
    key = group.public_id if group else forum.public_id
    gist = said.gist.replace("\x00", "").replace("\r\n", "\n").strip()
    if (sent := _sent_before(said, gist, forum, key, by)) is not None:
        return sent
    _check(forum, group, said, gist)
    photo = _made(said.photo) if said.photo else None
    with transaction.atomic():
        # Recorders of one evening wait for each other here: nobody is counted twice.
        ForumPage.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
        if (sent := _sent_before(said, gist, forum, key, by)) is not None:
            return sent
        record = RoomRecord.objects.filter(forum=forum, group_key=key).first()
        if (record.version if record else 0) != said.base:
            raise Refusal(
                _("Somebody else has recorded this group meanwhile. Look at it below; what you typed is still here."),
                code="changed",
            )
        record = _write(record or RoomRecord(forum=forum, group_key=key, version=0), group, gist, photo, by)
        _keep_version(record, said, gist, photo is not None, by)
        count_speakers(record=record, forum=forum, speakers=said.speakers, by=by)
        renew()
    return record


def _sent_before(said: Said, gist: str, forum: ForumPage, key: uuid.UUID, by: User) -> RoomRecord | None:
    """Return the record that was sent with this key; what was entered since then must not be lost silently."""
    version = RoomRecordVersion.objects.filter(by=by, client_key=said.client_key).select_related("record").first()
    if version is None:
        return None
    sent = (version.record.forum_id, version.record.group_key, version.gist, version.has_new_photo)
    speakers = {person for person, _name in version.speakers}
    now = {str(person.public_id) for person in said.speakers}
    if sent != (forum.pk, key, gist, bool(said.photo)) or speakers != now:
        raise Refusal(
            _("Something else was already sent from this form. Nothing is lost: please send it once more."),
            code="sent_before",
        )
    return version.record


def _check(forum: ForumPage, group: ClassGroup | None, said: Said, gist: str) -> None:
    if not forum.has_opened:
        raise Refusal(_("This forum has not opened yet."), code="not_open")
    if is_settled(forum):
        raise Refusal(_("The evening is settled: its records stay as they are."), code="settled")
    if not (said.speakers or gist or said.photo or said.base):
        raise Refusal(_("Choose who spoke, or write the gist."), code="empty", status=400)
    if len(gist) > GIST_LENGTH:
        raise Refusal(
            _("The gist may have at most %(limit)d characters.") % {"limit": GIST_LENGTH}, code="too_long", status=400
        )
    known = {person.pk for person in people_of(forum, group)}
    if any(person.pk not in known for person in said.speakers):
        raise Refusal(_("Somebody you chose is not in this group any more."), code="not_a_member", status=400)


def _made(uploaded: Any) -> Photo:
    try:
        return photo_from(uploaded)
    except BadPhoto as fault:
        said = {
            "too_large": _("The photo is too large: at most 20 MB."),
            "too_many_pixels": _("The photo has too many pixels."),
        }.get(fault.code, _("This file is no photo that can be shown."))
        raise Refusal(said, code=fault.code, status=400) from fault


def _write(record: RoomRecord, group: ClassGroup | None, gist: str, photo: Photo | None, by: User) -> RoomRecord:
    record.group_name = group.name if group else ""
    record.gist, record.version = gist, record.version + 1
    record.recorded_by, record.recorded_at = by, timezone.now()
    if photo is not None:
        _let_go(record)
        record.photo = ContentFile(photo.large, "photo.jpg")
        record.small = ContentFile(photo.small, "small.jpg")
    record.save()
    return record


def _let_go(record: RoomRecord) -> None:
    """Delete the photo that another one takes the place of, once that is sure, where no other record shows the same."""
    for stored in (record.photo, record.small):
        if stored:
            transaction.on_commit(partial(_delete_unless_shown, stored.storage, str(stored.name)))


def _delete_unless_shown(storage: Any, name: str) -> None:
    if not RoomRecord.objects.filter(Q(photo=name) | Q(small=name)).exists():
        storage.delete(name)


def _keep_version(record: RoomRecord, said: Said, gist: str, has_photo: bool, by: User) -> None:
    now: datetime.datetime = record.recorded_at
    RoomRecordVersion.objects.create(
        record=record,
        number=record.version,
        client_key=said.client_key,
        speakers=[[str(person.public_id), person.full_name] for person in said.speakers],
        gist=gist,
        has_new_photo=has_photo,
        by=by,
        at=now,
    )
