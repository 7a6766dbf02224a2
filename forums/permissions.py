"""Who may do what in a forum."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from classes.models import TrainingClassPage
from classes.permissions import is_enrolled, may_run_class, may_see_inside, teaches_in
from forums.models import ForumHost, ForumPage, Thread
from foundation.fragments import kept_value
from foundation.trees import parent_path
from people.audience import may_see
from people.models import User
from people.published import published_version
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
    the organization, teach in the class, or are named as the forum's hosts keep order.
    """
    if not user.is_authenticated:
        return Standing(reads=forum.live and forum.training_class is None and may_see(user, forum))
    if keeps_order(user, forum):
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


def may_hide_name(forum: ForumPage, standing: Standing) -> bool:
    """Say whether somebody of this standing may post without a name: a learner, where the forum allows it."""
    return forum.allow_anonymous and standing.posts and not standing.moderates


def may_moderate(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` keeps order in ``forum``."""
    return standing_of(user, forum).moderates


def may_host(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` hosts ``forum``: its instructors, its class teacher, whoever keeps order, named hosts.

    A host sees the questions left in the box, opens the evening, records who spoke and settles the outcome.
    """
    return standing_of(user, forum).moderates


def is_named_host(user: User, forum: ForumPage) -> bool:
    """Say whether ``user`` is named as a host of ``forum``; asks only after something was published."""
    if forum.names_hosts is False:
        return False

    def ask() -> frozenset[tuple[int, int]]:
        return frozenset(ForumHost.objects.values_list("forum_id", "person_id"))

    return (forum.pk, user.pk) in kept_value(("forums.hosts", published_version()), ask)


def keeps_order(user: User, forum: ForumPage) -> bool:
    """Say whether ``user`` keeps order by running the class, as a named host, or by a role over the organization."""
    if user.is_superuser or (forum.pk and is_named_host(user, forum)):
        return True
    if forum.training_class is not None and may_run_class(user, forum.training_class):
        return True
    return scope_of(user).has_role(*MODERATING_ROLES) and scope_of(user).may(MODERATING_ROLES, forum.organization)


def keeps_order_in_class(user: User | AnonymousUser, training_class: TrainingClassPage) -> bool:
    """Say whether ``user`` keeps order in the forums of a class; ``standing_of`` answers the same for one forum."""
    if not user.is_authenticated:
        return False
    if user.is_superuser or may_run_class(user, training_class):
        return True
    if scope_of(user).has_role(*MODERATING_ROLES) and scope_of(user).may(MODERATING_ROLES, training_class.organization):
        return True
    return teaches_in(user, training_class) and not is_enrolled(user, training_class)


def share_readers(one: ForumPage, other: ForumPage) -> bool:
    """Say whether two forums are read by the same people: they stand in one place, for the same audience."""
    same_place = parent_path(one.path) == parent_path(other.path)
    audiences = {(forum.audience, forum.audience_organization_id) for forum in (one, other)}
    return same_place and len(audiences) == 1


def may_move_thread(user: User | AnonymousUser, thread: Thread, forum: ForumPage) -> bool:
    """Say whether ``user`` may move ``thread`` to ``forum``: who keeps order in both, where the readers are the same.

    What a prompt opened stays with it.
    """
    if thread.prompt_key is not None or thread.forum_id == forum.pk or not share_readers(thread.forum, forum):
        return False
    return may_moderate(user, thread.forum) and may_moderate(user, forum)


def keeps_some_order(user: User | AnonymousUser) -> bool:
    """Say whether ``user`` keeps order in any forum: by a role, as a class teacher or as an instructor."""
    from forums.queries.search import forums_kept_by  # which asks who keeps order where

    if not user.is_authenticated:
        return False
    return scope_of(user).has_role(*MODERATING_ROLES) or forums_kept_by(user).exists()
