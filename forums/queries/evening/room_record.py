"""What was recorded of an evening in a room, and who may be recorded as having spoken."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from classes.models import ClassGroup, Enrollment
from classes.permissions import INSIDE_STATES
from forums.evening.permissions import may_record
from forums.models import ForumPage, Post, RoomRecord, Spoken, ThreadRead
from people.models import User

MOST_PEOPLE = 500
"""So many people of a salon, or of a class that sits together, stand on one screen."""


@dataclass
class Sheet:
    """One group of the evening, or all who sit together: its record, if there is one, and whether one may write it."""

    key: uuid.UUID
    name: str
    group: ClassGroup | None = None
    record: RoomRecord | None = None
    speakers: list[str] = field(default_factory=list)
    is_mine: bool = False


def records_of(forum: ForumPage) -> list[RoomRecord]:
    """Return the records of an evening, each with those in ``spoken`` who count, by name. Two queries."""
    counted = Spoken.objects.filter(counts=True).select_related("person").order_by("person__full_name", "pk")
    rows = RoomRecord.objects.filter(forum=forum).select_related("recorded_by")
    return list(rows.prefetch_related(Prefetch("spoken", counted)))


def sheets_of(forum: ForumPage, user: User) -> list[Sheet]:
    """Return what there is to record on an evening, in the order of the groups, and what has been recorded.

    A class without groups, and a salon, have one sheet for all. A group that is gone keeps what was recorded of it.
    """
    records = {record.group_key: record for record in records_of(forum)}
    training_class = forum.training_class
    groups = list(training_class.groups.all()) if training_class else []
    sheets = [Sheet(group.public_id, group.name, group) for group in groups]
    known = {sheet.key for sheet in sheets}
    sheets += [Sheet(key, record.group_name) for key, record in records.items() if key not in known]
    if not sheets or (not groups and forum.public_id not in records):
        sheets.append(Sheet(forum.public_id, ""))
    mine = _groups_of(user, forum)
    for sheet in sheets:
        sheet.record = records.get(sheet.key)
        sheet.speakers = [row.person.full_name for row in sheet.record.spoken.all()] if sheet.record else []
        still_there = sheet.group is not None or sheet.key == forum.public_id
        sheet.is_mine = still_there and (mine is None or (sheet.group is not None and sheet.group.pk in mine))
    return sheets


def _groups_of(user: User, forum: ForumPage) -> set[int] | None:
    """Return the keys of the groups that ``user`` records, ``None`` for all."""
    if may_record(user, forum, None):
        return None
    rows = Enrollment.objects.filter(
        learner=user, training_class=forum.training_class, leads_group=True, state__in=INSIDE_STATES
    )
    return {key for key in rows.values_list("group_id", flat=True) if key is not None}


def people_of(forum: ForumPage, group: ClassGroup | None) -> list[User]:
    """Return who may be recorded as having spoken: the group, the whole class, or who has come to a salon, by name."""
    training_class = forum.training_class
    if training_class is None:
        wrote = Post.objects.filter(thread__forum=forum).values("author_id")
        read = ThreadRead.objects.filter(thread__forum=forum).values("reader_id")
        spoke = Spoken.objects.filter(forum=forum).values("person_id")
        rows = User.objects.filter(Q(pk__in=wrote) | Q(pk__in=read) | Q(pk__in=spoke), is_active=True)
    else:
        seats = Enrollment.objects.filter(training_class=training_class, state__in=INSIDE_STATES)
        seats = seats.filter(group=group) if group is not None else seats
        rows = User.objects.filter(pk__in=seats.values("learner_id"))
    return list(rows.order_by("full_name", "pk")[:MOST_PEOPLE])


def counted(record: RoomRecord) -> list[User]:
    """Return who counts as having spoken by ``record``."""
    rows = Spoken.objects.filter(record=record, counts=True).select_related("person")
    return [row.person for row in rows.order_by("person__full_name", "pk")]
