"""Who may do what in a forum."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from classes.permissions import is_enrolled, may_run_class, may_see_inside, teaches_in
from forums.models import ForumPage
from people.audience import may_see
from people.models import User
from people.roles import Role
from people.scope import scope_of

MODERATING_ROLES = (Role.ADMINISTRATOR, Role.EDITOR, Role.CLASS_TEACHER)
"""Roles that moderate the forums of their organization and below."""


@dataclass(frozen=True)
class Standing:
    """What one person may do in one forum. Ask ``standing_of`` once a request and pass it on."""

    reads: bool = False
    posts: bool = False
    moderates: bool = False


def standing_of(user: User | AnonymousUser, forum: ForumPage) -> Standing:
    """Return what ``user`` may do in ``forum``.

    A class's forum is read inside the class, a salon by its audience; a draft only by those who keep order. Whoever
    has an account and reads a published forum may post in it. Those who run the class, hold a moderating role over
    the organization, or teach in the class keep order.
    """
    if not user.is_authenticated:
        return Standing(reads=forum.live and forum.training_class is None and may_see(user, forum))
    if _keeps_order(user, forum):
        return Standing(reads=True, posts=forum.live, moderates=True)
    training_class = forum.training_class
    if training_class is None:
        reads = forum.live and may_see(user, forum)
    elif is_enrolled(user, training_class):
        # A learner who also teaches a session stays a learner: answers first, and does not keep order.
        reads = forum.live
    elif teaches_in(user, training_class):
        return Standing(reads=True, posts=forum.live, moderates=True)
    else:
        reads = forum.live and may_see_inside(user, training_class)
    return Standing(reads=reads, posts=reads)


def may_read(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` may read ``forum``."""
    return standing_of(user, forum).reads


def may_post(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` may post in ``forum``; whether it is open or the thread locked is not asked."""
    return standing_of(user, forum).posts


def may_moderate(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` keeps order in ``forum``."""
    return standing_of(user, forum).moderates


def _keeps_order(user: User, forum: ForumPage) -> bool:
    """Say whether ``user`` keeps order by running the class or by a role over the organization."""
    if user.is_superuser:
        return True
    if forum.training_class is not None and may_run_class(user, forum.training_class):
        return True
    return scope_of(user).has_role(*MODERATING_ROLES) and scope_of(user).may(MODERATING_ROLES, forum.organization)
