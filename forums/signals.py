"""What follows when a forum is published or moved."""

from typing import Any

from wagtail.signals import page_published, post_page_move

from forums.actions.thread import open_prompt_threads
from forums.models import ForumPage


def open_threads_on_publish(sender: type[ForumPage], instance: ForumPage, **kwargs: Any) -> None:
    """Open a thread for each new prompt."""
    revision = kwargs.get("revision")
    open_prompt_threads(forum=instance, by=revision.user if revision else None)


def take_audience_of_new_place(sender: type[ForumPage], instance: ForumPage, **kwargs: Any) -> None:
    """Save a forum that was moved: below a class the class says who may read it."""
    ForumPage.objects.get(pk=instance.pk).save(clean=False)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    page_published.connect(open_threads_on_publish, sender=ForumPage, dispatch_uid="forums.open_threads")
    post_page_move.connect(take_audience_of_new_place, sender=ForumPage, dispatch_uid="forums.take_audience")
