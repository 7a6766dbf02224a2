"""What people are told, and by which ways: values of the points ``notification_kinds`` and ``notification_channels``.

A room or plugin registers a kind, and tells by ``people.notifications.tell`` when something has happened. Each person
chooses for each kind whether and how they hear of it; a channel brings it to them.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.enums import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class Way(TextChoices):
    """How somebody hears of one kind. Whatever comes by mail or in the summary stands on the site as well."""

    MAIL = "mail", _("By e-mail at once")
    DIGEST = "digest", _("In the evening summary")
    SITE = "site", pgettext_lazy("notifications", "Here only")
    OFF = "off", pgettext_lazy("notifications", "Not at all")


@dataclass(frozen=True)
class Words:
    """What a notification says in the language of the moment: ``subject`` in one line, ``text`` where more is to say.

    Both are plain text; whoever shows them escapes them.
    """

    subject: str
    text: str = ""


@dataclass(frozen=True)
class NotificationKind:
    """A kind of thing that people are told, such as the answer to one's post.

    ``label`` is its name where people choose how they hear of it, in a sentence without a name ("Somebody answers
    me"); kinds of one ``group`` stand together there. ``words`` receives what was given to ``tell`` as ``data``, as it
    comes out of JSON, and returns ``Words`` in the language that is active; it costs no query, and bears data that an
    earlier version of the plugin has written. ``visible`` receives a person and the ``data`` of several notifications,
    and says of each whether that person may still see what it is about; it is asked when they are shown and again
    before they are sent, in a number of queries that does not grow with them. ``way`` is how people hear of it who have
    not chosen. What either raises is written down, and the notification is not shown and not sent.
    """

    label: str | Promise
    group: str | Promise
    words: Callable[[Mapping[str, Any]], Words]
    visible: "Callable[[AbstractBaseUser, Sequence[Mapping[str, Any]]], Sequence[bool]]"
    way: Way = Way.DIGEST


@dataclass(frozen=True)
class Item:
    """One thing to tell: ``subject`` and ``text`` in the person's language, ``url`` absolute, ``at`` when it happened.

    ``kind`` is the name of its kind, ``label`` that kind's own label.
    """

    kind: str
    label: str
    subject: str
    text: str
    url: str
    at: datetime.datetime


@dataclass(frozen=True)
class Message:
    """What a channel brings to one ``person``: one item or several, oldest first; the person's language is active.

    ``is_digest`` says that it is the evening summary. ``unsubscribe`` is the absolute address at which the person
    stops such messages without signing in, ``more`` how many things were left out because there were too many. ``key``
    is the same when the same message is tried again.
    """

    person: "AbstractBaseUser"
    items: Sequence[Item]
    unsubscribe: str
    is_digest: bool = False
    more: int = 0
    key: str = ""


@dataclass(frozen=True)
class NotificationChannel:
    """A way to bring notifications to people who are not on the site, such as SMS or push.

    ``label`` is its name where people choose. ``reaches`` receives a person and says, without a query, whether this
    channel can reach them: who has no number cannot choose SMS. ``send`` receives a ``Message`` and returns once it is
    handed over; it may ask another server (``schoolhouse.http``). It is called by the worker, outside of the person's
    quiet hours, for kinds that the person has chosen it for. What it raises is written down, and it is tried again, the
    last time about four hours later; after a worker was killed a message may be sent twice.
    """

    label: str | Promise
    reaches: "Callable[[AbstractBaseUser], bool]"
    send: Callable[[Message], None]


def keys_named(rows: Sequence[Mapping[str, Any]], name: str) -> list[uuid.UUID]:
    """Return the public ids that the ``data`` of notifications have under ``name``, for the query of a ``visible``.

    What is none, as an earlier version may have written it, is left out.
    """
    found = []
    for data in rows:
        try:
            found.append(uuid.UUID(str(data.get(name))))
        except ValueError:
            continue
    return found


def visible_among(rows: Sequence[Mapping[str, Any]], name: str, keys: Iterable[uuid.UUID]) -> list[bool]:
    """Say of each notification whether what it has under ``name`` is among the public ids ``keys``."""
    found = {str(key) for key in keys}
    return [str(data.get(name)) in found for data in rows]
