"""What follows when a forum is published."""

from typing import Any

from wagtail.signals import page_published

from forums.actions.thread import open_prompt_threads
from forums.models import ForumPage


def open_threads_on_publish(sender: type[ForumPage], instance: ForumPage, **kwargs: Any) -> None:
    """Open a thread for each new prompt."""
    revision = kwargs.get("revision")
    open_prompt_threads(forum=instance, by=revision.user if revision else None)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    page_published.connect(open_threads_on_publish, sender=ForumPage, dispatch_uid="forums.open_threads")
