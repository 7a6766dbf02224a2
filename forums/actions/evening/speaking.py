"""Counting who has spoken in a room, and telling it: once for each person and evening."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from forums.events import spoke, spoke_corrected
from forums.models import ForumPage, RoomRecord, RoomRecordVersion, Spoken
from people.models import User


def count_speakers(*, record: RoomRecord, forum: ForumPage, speakers: Sequence[User], by: User) -> None:
    """Let ``speakers`` count as having spoken by ``record``, and nobody else by it; the forum is locked.

    Whoever another record names as well still counts by that one.
    """
    rows = {row.person_id: row for row in Spoken.objects.filter(forum=forum).select_related("person")}
    chosen = {person.pk: person for person in speakers}
    elsewhere = _named_elsewhere(forum, record)
    for person in chosen.values():
        row = rows.get(person.pk)
        if row is None:
            row = Spoken.objects.create(forum=forum, person=person, record=record, at=timezone.now())
            _send(row, forum, by, first=True)
        elif not row.counts:
            _correct(row, forum, record, by)
    for row in rows.values():
        if row.counts and row.record_id == record.pk and row.person_id not in chosen:
            other = elsewhere.get(str(row.person.public_id))
            if other is None:
                _correct(row, forum, None, by)
            else:
                row.record = other
                row.save(update_fields=["record"])


def _named_elsewhere(forum: ForumPage, record: RoomRecord) -> dict[str, RoomRecord]:
    """Return the other record of the evening that names somebody now, by the public id of each. One query."""
    versions = RoomRecordVersion.objects.filter(record__forum=forum, number=F("record__version"))
    others = versions.exclude(record=record).select_related("record").order_by("record")
    return {person: version.record for version in others for person, _name in version.speakers}


def _correct(row: Spoken, forum: ForumPage, record: RoomRecord | None, by: User) -> None:
    row.record, row.counts = record, record is not None
    row.corrections += 1
    row.save(update_fields=["record", "counts", "corrections"])
    _send(row, forum, by, first=False)


def _send(row: Spoken, forum: ForumPage, by: User, *, first: bool) -> None:
    training_class, organization = forum.training_class, forum.organization
    data: dict[str, Any] = {
        "forum": forum.public_id,
        "person": row.person.public_id,
        "training_class": training_class.public_id if training_class else None,
        "record": row.record.public_id if row.record else None,
        "by": by.public_id,
        "spoke_at": row.at,
    }
    where = organization.public_id if organization else None
    if first:
        spoke.send(data=data, organization=where)
    else:
        spoke_corrected.send(data={**data, "counts": row.counts, "number": row.corrections}, organization=where)
