"""What the demo's own accounts were told: notices to their classes, and answers to what they wrote."""

from typing import Any

from django.urls import reverse

from classes.models import ClassNotice, NoticeRead
from classes.notifications.kinds import NOTICE
from forums.models import Post
from forums.notifications.handlers import post_data
from forums.notifications.kinds import REPLY
from home.demo.load.school import DemoSchool
from people.models import Notification, User

ANSWERS = 6
UNREAD_ANSWERS = 2
"""So many of the latest answers are still to be read."""


def load(school: DemoSchool) -> None:
    """Tell each account what a running school would have told it; nothing of it is sent by mail."""
    for person in sorted(school.accounts.values(), key=lambda account: account.pk):
        rows = sorted([*_notices(person), *_answers(person)], key=lambda row: (row.created_at, row.key))
        for row in rows:
            row.public_id = school.uuid()
        Notification.objects.bulk_create(rows)
        unread = sum(row.read_at is None for row in rows)
        User.objects.filter(pk=person.pk).update(unread_notifications=unread)
    school.tick(len(school.accounts))


def _notices(person: User) -> list[Notification]:
    """Return the notices to the classes that a person learns in; one that they opened is read."""
    notices = ClassNotice.objects.filter(withdrawn_at=None, training_class__enrollments__learner=person)
    read = set(NoticeRead.objects.filter(reader=person).values_list("notice_id", flat=True))
    return [
        _row(
            person,
            NOTICE,
            notice,
            at=notice.published_at,
            is_read=notice.pk in read,
            actor=notice.author,
            url=reverse("classes:notice", args=[notice.public_id]),
            data={
                "class": str(notice.training_class.public_id),
                "title": notice.training_class.title,
                "notice": str(notice.public_id),
                "notice_title": notice.title,
            },
        )
        for notice in notices.select_related("training_class", "author").order_by("pk")
    ]


def _answers(person: User) -> list[Notification]:
    """Return the latest answers of others to a person's posts."""
    answers = Post.objects.filter(reply_to__author=person, is_hidden=False).exclude(author=person)
    answers = answers.select_related("thread", "author").order_by("-created_at", "-number")[:ANSWERS]
    return [
        _row(
            person,
            REPLY,
            post,
            at=post.created_at,
            is_read=number >= UNREAD_ANSWERS,
            actor=post.author,
            url=reverse("forums:post", args=[post.public_id]),
            data=post_data(post),
        )
        for number, post in enumerate(answers)
    ]


def _row(person: User, kind: str, about: Any, *, at: Any, is_read: bool, **fields: Any) -> Notification:
    read_at = at if is_read else None
    return Notification(person=person, kind=kind, key=str(about.public_id), created_at=at, read_at=read_at, **fields)
