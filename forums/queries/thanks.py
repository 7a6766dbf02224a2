"""Whose thanks a reader has given, prepared once."""

from typing import Any

from django.db.models import F, QuerySet, Value

from forums.models import PostThanks
from forums.queries.reading import studied
from foundation.prepared import prepared


@prepared
def thanked_by(thread: int, reader: int, first: int, last: int) -> QuerySet[PostThanks, tuple[int]]:
    """The posts of a thread, from number ``first`` to ``last``, for which a reader has thanked."""
    thanks = PostThanks.objects.filter(by_id=reader, post__thread_id=thread)
    return thanks.filter(post__number__gte=first, post__number__lte=last).values_list("post_id")


@prepared
def own_marks(forum: int, thread: int, reader: int, first: int, last: int) -> QuerySet[Any, tuple[bool, int]]:
    """What ``thanked_by`` and ``forums.queries.reading.studied`` find, in one question: the posts say ``True``."""
    thanked = thanked_by(thread=thread, reader=reader, first=first, last=last).order_by()
    pages = studied(forum=forum, reader=reader)
    return thanked.values_list(Value(True), F("post_id")).union(pages.values_list(Value(False), F("page_id")), all=True)
