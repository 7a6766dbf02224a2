"""How often somebody has written lately."""

import datetime
from itertools import chain
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forums.models import HeldPost, Post
from foundation.prepared import prepared
from people.models import User


def written_since(author: int, since: datetime.datetime) -> int:
    """Return how many posts an author has sent after ``since``, those that wait for a moderator included. One query."""
    row = sent_after.first(author=author, since=since)
    return sum(row) if row else 0


def nth_latest(author: int, nth: int) -> datetime.datetime:
    """Return when the ``nth`` latest post was sent by an author who has sent as many."""
    made = (model.objects.filter(author=author).order_by("-created_at") for model in (Post, HeldPost))
    return sorted(chain(*(rows.values_list("created_at", flat=True)[:nth] for rows in made)), reverse=True)[nth - 1]


def _counted(model: Any, since: datetime.datetime) -> Coalesce:
    rows = model.objects.filter(author=OuterRef("pk"), created_at__gt=since).order_by().values("author_id")
    return Coalesce(Subquery(rows.annotate(written=Count("pk")).values("written")), 0)


@prepared
def sent_after(author: int, since: datetime.datetime) -> QuerySet[User, tuple[int, int]]:
    """How many posts an author has published after a moment, and how many were held for a moderator."""
    return User.objects.filter(pk=author).values_list(_counted(Post, since), _counted(HeldPost, since))[:1]
