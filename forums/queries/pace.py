"""How often somebody has written lately."""

import datetime
from itertools import chain
from typing import Any

from django.db.models import Count, QuerySet

from forums.models import HeldPost, Post
from foundation.prepared import prepared


def written_since(author: int, since: datetime.datetime) -> int:
    """Return how many posts an author has sent after ``since``, those that wait for a moderator included."""
    rows = (posts_counted.first(author=author, since=since), held_counted.first(author=author, since=since))
    return sum(row[0] for row in rows if row)


def nth_latest(author: int, nth: int) -> datetime.datetime:
    """Return when the ``nth`` latest post was sent by an author who has sent as many."""
    made = (model.objects.filter(author=author).order_by("-created_at") for model in (Post, HeldPost))
    return sorted(chain(*(rows.values_list("created_at", flat=True)[:nth] for rows in made)), reverse=True)[nth - 1]


def _counted(model: Any, author: int, since: datetime.datetime) -> QuerySet[Any, tuple[int]]:
    rows = model.objects.filter(author_id=author, created_at__gt=since).order_by().values("author_id")
    return rows.annotate(written=Count("pk")).values_list("written")


@prepared
def posts_counted(author: int, since: datetime.datetime) -> QuerySet[Post, tuple[int]]:
    """How many posts an author has published after a moment; no row for none."""
    return _counted(Post, author, since)


@prepared
def held_counted(author: int, since: datetime.datetime) -> QuerySet[HeldPost, tuple[int]]:
    """How many posts of an author were held for a moderator after a moment; no row for none."""
    return _counted(HeldPost, author, since)
