"""Kinds of things that people are told of discussions.

A kind about one post is made by ``about_post``; its data has ``post`` (public id), ``thread`` (title) and ``author``
(full name, "" for a post without a name), as ``handlers.post_data`` gives them. No text of a post is told: a moderator
may hide it after.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forums.models import FollowUp, ModerationAct, ModerationNotice, OutcomeState
from forums.models.parts.anonymity import shown_name
from forums.queries.search import reach_of
from people.models import User
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words, keys_named, visible_among

REPLY, ANSWER, MENTION = "forums.reply", "forums.answer", "forums.mention"
BEST, MODERATED, FOLLOW_UP = "forums.best_answer", "forums.moderated", "forums.follow_up"
GROUP = pgettext_lazy("notifications", "Forums")


def about_post(label: str | Promise, said: str | Promise, way: Way = Way.DIGEST) -> NotificationKind:
    """Return a kind of things told of one post; ``said`` is its subject, with ``%(author)s`` and ``%(thread)s``."""

    def words(data: Mapping[str, Any]) -> Words:
        author = data.get("author") or shown_name("", is_anonymous=True)
        return Words(str(said) % {"author": author, "thread": data.get("thread", "")})

    return NotificationKind(label, GROUP, words, posts_visible, way)


def posts_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each post that is named whether ``person`` may read it now: not hidden, in a forum open to them."""
    assert isinstance(person, User)
    posts = reach_of(person).posts.filter(public_id__in=keys_named(rows, "post"))
    return visible_among(rows, "post", posts.values_list("public_id", flat=True))


def _moderated(data: Mapping[str, Any]) -> Words:
    act = str(data.get("act", ""))
    name = ModerationAct(act).label if act in ModerationAct.values else ""
    said = _("From the moderators: %(act)s, “%(thread)s”") % {"act": name, "thread": data.get("thread", "")}
    return Words(said, str(data.get("reason", "")))


def _acts_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each act whether ``person`` is among those who are told of it."""
    notices = ModerationNotice.objects.filter(person_id=person.pk, entry__public_id__in=keys_named(rows, "entry"))
    return visible_among(rows, "entry", notices.values_list("entry__public_id", flat=True))


def _follow_up(data: Mapping[str, Any]) -> Words:
    said = _("You have something to do after “%(forum)s”") % {"forum": data.get("forum", "")}
    return Words(said, str(data.get("what", "")))


def _follow_ups_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each whether it is still ``person``'s, in an outcome that can be read."""
    own = FollowUp.objects.filter(owner_id=person.pk, outcome__state=OutcomeState.SETTLED)
    found = own.filter(public_id__in=keys_named(rows, "follow_up"))
    return visible_among(rows, "follow_up", found.values_list("public_id", flat=True))


def register_kinds() -> None:
    """Called once, when the room is ready."""
    kinds = {
        REPLY: about_post(
            gettext_lazy("Somebody answers my post"),
            gettext_lazy("%(author)s answered you in “%(thread)s”"),
        ),
        ANSWER: about_post(
            gettext_lazy("Somebody writes in a thread that I opened"),
            gettext_lazy("%(author)s wrote in your thread “%(thread)s”"),
        ),
        MENTION: about_post(
            gettext_lazy("Somebody names me with an @"),
            gettext_lazy("%(author)s named you in “%(thread)s”"),
        ),
        BEST: about_post(
            gettext_lazy("My post is chosen as the best answer"),
            gettext_lazy("Your post was chosen as the best answer in “%(thread)s”"),
        ),
        MODERATED: NotificationKind(
            gettext_lazy("A moderator does something with what I wrote or reported"), GROUP, _moderated, _acts_visible
        ),
        FOLLOW_UP: NotificationKind(
            gettext_lazy("I am to do something after an evening"), GROUP, _follow_up, _follow_ups_visible
        ),
    }
    for order, (name, kind) in enumerate(kinds.items()):
        notification_kinds.register("forums", name, kind, order=20 + order)
