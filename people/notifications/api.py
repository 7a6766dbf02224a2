"""Notifications in the API: one's own. Nothing is here for who looks at the site as another person."""

import uuid
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from people.models import Notification, User
from people.notifications import reading
from people.notifications.composing import composed
from people.notifications.links import absolute
from people.requests import SignedInRequest
from people.views.current import oneself
from schoolhouse.api import PageAsked, PageOf, SignedIn, Trouble, page_of

router = Router(tags=["notifications"], auth=SignedIn())


class NotificationsAsked(PageAsked):
    """All of one's notifications, or those that are unread."""

    unread: bool = False


class NotificationShown(Schema):
    """What one was told. ``subject`` is empty where one may not see any more what it was about; ``url`` leads there."""

    public_id: uuid.UUID
    kind: str
    subject: str
    text: str
    url: str
    created_at: datetime
    read_at: datetime | None


class Unread(Schema):
    """How many of one's notifications are unread."""

    unread: int


class ReadUntil(Schema):
    """The latest notification that one has before one: it and all before it are read."""

    until: uuid.UUID = Field(description="public id of a notification of one's own")


@router.get(
    "/notifications",
    response={200: PageOf[NotificationShown], 401: Trouble, 422: Trouble},
    url_name="notifications",
    summary="What I was told",
)
def notification_list(request: SignedInRequest, asked: Query[NotificationsAsked]) -> dict[str, Any]:
    """List what one was told, the latest first."""
    person = oneself(request)
    rows = Notification.objects.filter(person=person).order_by("-pk")
    if asked.unread:
        rows = rows.filter(read_at=None)
    return page_of(rows, asked, lambda found: _shown(person, found))


@router.post(
    "/notifications/read",
    response={200: Unread, 401: Trouble, 404: Trouble, 422: Trouble},
    url_name="notifications_read",
    summary="Mark as read up to one",
)
def read_all(request: SignedInRequest, read: ReadUntil) -> dict[str, int]:
    """Note that one has read a notification and all before it."""
    person = oneself(request)
    reading.mark_all_read(person=person, until=get_object_or_404(Notification, public_id=read.until, person=person))
    return _unread(person)


@router.post(
    "/notifications/{uuid:public_id}/read",
    response={200: Unread, 401: Trouble, 404: Trouble},
    url_name="notification_read",
    summary="Mark one as read",
)
def read_one(request: SignedInRequest, public_id: uuid.UUID) -> dict[str, int]:
    """Note that one has read a notification."""
    person = oneself(request)
    reading.mark_read(notification=get_object_or_404(Notification, public_id=public_id, person=person))
    return _unread(person)


def _unread(person: User) -> dict[str, int]:
    person.refresh_from_db(fields=["unread_notifications"])
    return {"unread": person.unread_notifications}


def _shown(person: User, rows: list[Notification]) -> list[dict[str, Any]]:
    names = ("public_id", "kind", "created_at", "read_at")
    return [
        {
            **{name: getattr(one.row, name) for name in names},
            "subject": one.words.subject if one.words else "",
            "text": one.words.text if one.words else "",
            "url": absolute(one.row.url) if one.words else "",
        }
        for one in composed(person, rows)
    ]
