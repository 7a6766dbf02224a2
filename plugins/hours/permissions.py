"""Who may read and approve hours."""

from django.contrib.auth.models import AnonymousUser

from people.models import User
from people.roles import Role
from people.scope import holdings_of, scope_of
from plugins.hours.models import OutsideHours

READING_ROLES = (Role.COORDINATOR, Role.HEAD, Role.ADMINISTRATOR)
"""Roles that read the hours of the people of their organizations and below."""
APPROVING_ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""Roles that approve what the people of their organizations did outside the school."""


def may_approve(user: User | AnonymousUser, outside: OutsideHours) -> bool:
    """Say whether ``user`` may judge these outside hours: not their own, and for whom the organization is theirs."""
    if not user.is_authenticated or user.pk == outside.learner_id:
        return False
    return scope_of(user).may(APPROVING_ROLES, outside.organization)


def may_read_outside(user: User | AnonymousUser, outside: OutsideHours) -> bool:
    """Say whether ``user`` may read outside hours and fetch their evidence: their author, and, once they were handed
    in, those who may approve them."""
    return user.pk == outside.learner_id or (outside.state != "draft" and may_approve(user, outside))


def may_read_hours(user: User | AnonymousUser, learner: User) -> bool:
    """Say whether ``user`` may read the hours of ``learner``: whoever reads where they learn."""
    scope = scope_of(user)
    if scope.everything:
        return True
    return any(h.role == Role.LEARNER and scope.may_at(READING_ROLES, h.path) for h in holdings_of(learner))
