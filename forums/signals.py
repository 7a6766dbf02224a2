"""What follows when a forum is published or moved, and when a thread or post is written."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, post_page_move

from classes.models import TimetableItem
from classes.signals import timetable_written
from forums.actions.evening.times import follow_timetable, lead_to_forum
from forums.actions.parts.files import forget_bytes
from forums.actions.search import file_post, file_thread
from forums.actions.thread import open_prompt_threads
from forums.models import ForumPage, Post, PostFile, Thread


def open_threads_on_publish(sender: type[ForumPage], instance: ForumPage, **kwargs: Any) -> None:
    """Open a thread for each new prompt; let the timetable lead to the forum."""
    revision = kwargs.get("revision")
    by = revision.user if revision else None
    open_prompt_threads(forum=instance, by=by)
    lead_to_forum(forum=instance, by=by)


def follow_one(sender: type[TimetableItem], instance: TimetableItem, raw: bool = False, **kwargs: Any) -> None:
    """Let a forum follow its evening when that is saved."""
    if not raw and not kwargs.get("created"):
        follow_timetable([instance])


def follow_many(sender: type[TimetableItem], items: Sequence[TimetableItem], **kwargs: Any) -> None:
    """Let forums follow their evenings when those were written at once."""
    follow_timetable(items)


def take_audience_of_new_place(sender: type[ForumPage], instance: ForumPage, **kwargs: Any) -> None:
    """Save a forum that was moved: below a class the class says who may read it."""
    ForumPage.objects.get(pk=instance.pk).save(clean=False)


def file_what_was_said(sender: type[Post], instance: Post, raw: bool = False, **kwargs: Any) -> None:
    """Let a post be found, in the transaction that writes it."""
    if not raw:
        file_post(instance)


def file_what_is_discussed(
    sender: type[Thread], instance: Thread, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Let a thread be found, in the transaction that opens, renames or moves it."""
    if not raw:
        file_thread(instance, is_new=created)


def forget_file(sender: type[PostFile], instance: PostFile, **kwargs: Any) -> None:
    """Delete the bytes of a file that is gone."""
    forget_bytes(instance)


def connect() -> None:
    """Connect the receivers; called once when the room is ready."""
    page_published.connect(open_threads_on_publish, sender=ForumPage, dispatch_uid="forums.open_threads")
    post_page_move.connect(take_audience_of_new_place, sender=ForumPage, dispatch_uid="forums.take_audience")
    post_save.connect(follow_one, sender=TimetableItem, dispatch_uid="forums.follow_one")
    timetable_written.connect(follow_many, sender=TimetableItem, dispatch_uid="forums.follow_many")
    post_save.connect(file_what_was_said, sender=Post, dispatch_uid="forums.file_post")
    post_save.connect(file_what_is_discussed, sender=Thread, dispatch_uid="forums.file_thread")
    post_delete.connect(forget_file, sender=PostFile, dispatch_uid="forums.forget_file")
