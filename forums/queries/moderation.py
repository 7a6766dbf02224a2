"""What moderators did, and who is told of it: in pages found by key."""

from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.utils import timezone

from forums.models import ForumPage, ModerationEntry, ModerationNotice, Thread
from forums.permissions import may_move_thread
from forums.queries.keypages import KeyPage, key_page
from people.models import User

CHOICES_SHOWN = 100
"""So many threads or forums are offered to choose from, the latest first."""


def log_of(forum: ForumPage, *, before: int | None = None) -> KeyPage[ModerationEntry]:
    """Return what was done in ``forum``. One query."""
    rows = ModerationEntry.objects.filter(forum=forum)
    return key_page(rows.select_related("by", "thread", "post__author"), before)


def notices_for(person: User, *, before: int | None = None) -> KeyPage[ModerationNotice]:
    """Return what ``person`` is told of moderators' acts. One query."""
    rows = ModerationNotice.objects.filter(person=person)
    return key_page(rows.select_related("entry__thread", "entry__post", "entry__forum"), before)


def notices_waiting(person: int, rank: int) -> QuerySet[ModerationNotice, Any]:
    """Return what ``person`` was not shown yet, as rows of what waits: ``rank``, keys, the thread's title, and when."""
    rows = ModerationNotice.objects.filter(person_id=person, seen_at=None).annotate(
        rank=Value(rank, output_field=IntegerField()),
        public_id=F("entry__public_id"),
        title=F("entry__thread__title"),
        until=F("entry__at"),
        in_class=F("entry__forum__public_id"),
    )
    return rows.order_by().values_list("rank", "public_id", "title", "until", "in_class")


def mark_seen(notices: list[ModerationNotice]) -> None:
    """Remember that ``notices`` were shown; the rows in hand stay as they were."""
    unseen = [notice.pk for notice in notices if notice.seen_at is None]
    if unseen:
        ModerationNotice.objects.filter(pk__in=unseen, seen_at=None).update(seen_at=timezone.now())


def forums_to_move_to(thread: Thread, user: User) -> list[ForumPage]:
    """Return the forums to which ``user`` may move ``thread``: beside its own, of the same readers."""
    forum = thread.forum
    beside = (
        ForumPage.objects.live()
        .sibling_of(forum, inclusive=False)
        .filter(audience=forum.audience, audience_organization=forum.audience_organization_id)
    )
    found = list(beside.order_by("-opens_at", "-pk")[:CHOICES_SHOWN])
    # They stand in one place, so that one answer is good for all of them.
    return found if found and may_move_thread(user, thread, found[0]) else []


def threads_to_merge_into(thread: Thread) -> QuerySet[Thread]:
    """Return other threads of the same forum, the latest post first; not those that are answered first."""
    others = Thread.objects.filter(forum=thread.forum_id).exclude(pk=thread.pk)
    return others.exclude(prompt__answer_first=True).order_by("-last_post_at", "-pk")
