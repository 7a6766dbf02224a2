"""Who may do what in the people room, as plain predicates. Every answer comes from ``people.scope``."""

from django.contrib.auth.models import AnonymousUser

from people.models import Organization, User
from people.roles import ROLES, Role
from people.scope import holdings_of, scope_of

_PLAIN = (Role.LEARNER, Role.POINT)


def may_grant(by: User | AnonymousUser, role: str, organization: Organization) -> bool:
    """Say whether ``by`` may give or take ``role`` at ``organization``: within their own, and not above their own."""
    scope = scope_of(by)
    if scope.everything:
        return True
    return any(role in ROLES[h.role].grants and organization.path.startswith(h.path) for h in scope.holdings)


def may_manage_organization(by: User | AnonymousUser, organization: Organization) -> bool:
    """Say whether ``by`` may edit ``organization`` and make others below it."""
    return scope_of(by).may(Role.ADMINISTRATOR, organization)


def may_move_organization(by: User | AnonymousUser, organization: Organization) -> bool:
    """Say whether ``by`` may move, close or delete ``organization``: an administrator of one above it."""
    step = Organization.steplen
    above = organization.path[:-step]
    scope = scope_of(by)
    return scope.everything or (bool(above) and scope.may_at(Role.ADMINISTRATOR, above))


def may_see_person(by: User | AnonymousUser, person: User) -> bool:
    """Say whether ``by`` administers an organization where ``person`` holds a role. Only superusers see each other."""
    scope = scope_of(by)
    if scope.everything:
        return True
    if person.is_superuser:
        return False
    return any(scope.may_at(Role.ADMINISTRATOR, h.path) for h in holdings_of(person))


def may_change_person(by: User | AnonymousUser, person: User) -> bool:
    """Say whether ``by`` may change the account of ``person``: identifiers, password, one-time code, closing it.

    An account is above one's own when it is a superuser's, or when it works for the school anywhere outside the
    organizations that ``by`` administers: whoever sets a password can be that person.
    """
    if not may_see_person(by, person):
        return False
    scope = scope_of(by)
    if scope.everything:
        return True
    return all(h.role in _PLAIN or scope.may_at(Role.ADMINISTRATOR, h.path) for h in holdings_of(person))
