"""Remembering how far someone has read."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from forums.models import Post, Thread, ThreadRead
from forums.queries.search import reach_of
from foundation.prepared import prepared_update
from foundation.prepared.inserting import insert_if_new
from people.models import User


def mark_read(*, thread: Thread, number: int, by: User) -> None:
    """Remember that ``by`` has seen posts up to ``number``; it never goes back, whatever the order of requests."""
    now = timezone.now()
    if _move_on(thread=thread.pk, reader=by.pk, number=number, now=now):
        return
    if not insert_if_new(ThreadRead(reader_id=by.pk, thread_id=thread.pk, last_read_number=number, read_at=now)):
        # Where another request of the same reader made the row in between, the higher number stays.
        _move_on(thread=thread.pk, reader=by.pk, number=number, now=now)


@prepared_update
def _move_on(
    thread: int, reader: int, number: int, now: datetime.datetime
) -> tuple[QuerySet[ThreadRead], dict[str, Any]]:
    behind = ThreadRead.objects.filter(reader_id=reader, thread_id=thread, last_read_number__lt=number)
    return behind, {"last_read_number": number, "read_at": now}


def mark_all_read(*, until: datetime.datetime, by: User) -> None:
    """Count as read what had been posted by ``until`` in every thread open to ``by``; nothing goes back.

    Threads in which ``by`` owes an answer first stay as they are. One row a thread, none a post.
    """
    reach = reach_of(by)
    threads = reach.threads.exclude(pk__in=reach.owed)
    with transaction.atomic():
        known = ThreadRead.objects.filter(reader=by).values("thread")
        new = threads.filter(last_number__gt=0).exclude(pk__in=known).values_list("pk", flat=True)
        rows = [ThreadRead(reader=by, thread_id=key, last_read_number=0) for key in new]
        ThreadRead.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        seen = Post.objects.filter(thread=OuterRef("thread"), created_at__lte=until).order_by("-number")
        number = Coalesce(Subquery(seen.values("number")[:1]), 0, output_field=IntegerField())
        own = ThreadRead.objects.filter(reader=by, thread__in=threads.values("pk"))
        own.update(last_read_number=Greatest(F("last_read_number"), number), read_at=timezone.now())


def pass_own_post(*, thread: Thread, number: int, by: User) -> None:
    """Count one's own post as seen where nothing unseen lies before it."""
    _pass_one(thread=thread.pk, reader=by.pk, before=number - 1, number=number, now=timezone.now())


@prepared_update
def _pass_one(
    thread: int, reader: int, before: int, number: int, now: datetime.datetime
) -> tuple[QuerySet[ThreadRead], dict[str, Any]]:
    reached = ThreadRead.objects.filter(reader_id=reader, thread_id=thread, last_read_number=before)
    return reached, {"last_read_number": number, "read_at": now}
