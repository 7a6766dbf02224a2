"""Whose thanks a reader has given, prepared once."""

from django.db.models import QuerySet

from forums.models import PostThanks
from foundation.prepared import prepared


@prepared
def thanked_by(thread: int, reader: int, first: int, last: int) -> QuerySet[PostThanks, tuple[int]]:
    """The posts of a thread, from number ``first`` to ``last``, for which a reader has thanked."""
    thanks = PostThanks.objects.filter(by_id=reader, post__thread_id=thread)
    return thanks.filter(post__number__gte=first, post__number__lte=last).values_list("post_id")
