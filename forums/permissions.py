"""Who may do what in a forum."""

from django.contrib.auth.models import AnonymousUser

from classes.permissions import may_run_class, may_see_inside
from forums.models import ForumPage
from forums.queries.forum import training_class_of
from people.audience import may_see
from people.models import User
from people.queries.ownership import organization_of
from people.roles import Role
from people.scope import scope_of

MODERATING_ROLES = (Role.ADMINISTRATOR, Role.EDITOR, Role.CLASS_TEACHER)
"""Roles that moderate the forums of their organization and below."""


def may_read(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` may read ``forum``: a class's forum inside the class, a salon by its audience."""
    if not forum.live:
        return may_moderate(user, forum)
    training_class = training_class_of(forum)
    if training_class is not None:
        return may_see_inside(user, training_class)
    return may_see(user, forum) or may_moderate(user, forum)


def may_post(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` may post in ``forum``: whoever has an account and may read it."""
    return user.is_authenticated and may_read(user, forum)


def may_moderate(user: User | AnonymousUser, forum: ForumPage) -> bool:
    """Say whether ``user`` keeps order here: runs the forum's class, or moderates by a role over its organization."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return True
    training_class = training_class_of(forum)
    if training_class is not None and may_run_class(user, training_class):
        return True
    organization = organization_of(forum)
    return organization is not None and any(scope_of(user).may(role, organization) for role in MODERATING_ROLES)
