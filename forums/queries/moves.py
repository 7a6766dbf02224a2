"""Where posts stand: those that were moved, and those of a day. Asked only when an address leads nowhere else."""

import datetime
import uuid

from django.db.models import QuerySet

from forums.models import Post, PostMove, Thread, ThreadMove
from foundation.prepared import prepared


def key_after_merging(public_id: uuid.UUID) -> uuid.UUID | None:
    """Return the public id of the thread into which the one with ``public_id`` was merged, or ``None``."""
    return ThreadMove.objects.filter(key=public_id).values_list("thread__public_id", flat=True).first()


def post_with_number(thread_id: uuid.UUID, number: int) -> uuid.UUID | None:
    """Return the public id of the post that has or had ``number`` in a thread, or ``None``. Numbers are never reused.

    Two queries at most. Whether somebody may read it is to be asked of the post.
    """
    standing = Post.objects.filter(thread__public_id=thread_id, number=number).values_list("public_id", flat=True)
    moved = PostMove.objects.filter(thread_key=thread_id, number=number).values_list("post__public_id", flat=True)
    return standing.first() or moved.first()


PROBES = 64
"""So many posts are looked at by one query, to find the one of a moment."""


def number_from(thread: Thread, moment: datetime.datetime) -> int | None:
    """Return the number of the first post of a thread written at ``moment`` or later, ``None`` where there is none.

    Numbers follow time, so that they are narrowed down by looking at ``PROBES`` of them at once: three queries find one
    among 100,000, without an index for it, which each post would have to be written to.
    """
    low, high = 0, thread.last_number + 1
    while high - low > PROBES:
        numbers = range(low + (high - low) // PROBES, high, (high - low) // PROBES)
        seen = _seen.all(thread=thread.pk, numbers=list(numbers))
        if not seen:
            break  # these stand in another thread since a split
        high = next((number for number, at in seen if at >= moment), high)
        low = max((number for number, at in seen if number < high), default=low)
    found = _first.first(thread=thread.pk, low=low, high=high, moment=moment)
    return found and found[0]


@prepared
def _seen(thread: int, numbers: list[int]) -> QuerySet[Post, tuple[int, datetime.datetime]]:
    posts = Post.objects.filter(thread_id=thread, number__in=numbers)
    return posts.order_by("number").values_list("number", "created_at")


@prepared
def _first(thread: int, low: int, high: int, moment: datetime.datetime) -> QuerySet[Post, tuple[int]]:
    posts = Post.objects.filter(thread_id=thread, number__gt=low, number__lte=high, created_at__gte=moment)
    return posts.order_by("number").values_list("number")[:1]
