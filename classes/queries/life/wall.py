"""What stands on the wall of a class."""

from typing import Any

from django.db.models import QuerySet

from classes.models import TrainingClassPage, WallPost


def wall_of(training_class: TrainingClassPage, *, with_hidden: bool = False) -> QuerySet[Any]:
    """Return what stands on the wall with its photos, the latest day first; hidden posts where they are asked for."""
    posts = training_class.wall_posts.select_related("author", "hidden_by").prefetch_related("photos")
    posts = posts if with_hidden else posts.filter(hidden_at__isnull=True)
    return posts.order_by("-date", "-pk")


def is_in_sight(post: WallPost, *, runs: bool) -> bool:
    """Say whether a post can be seen by somebody inside the class, or by who ``runs`` it."""
    return runs or post.hidden_at is None
