"""Who may do what in the people room, as plain predicates. Every answer comes from ``people.scope``."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from wagtail.permission_policies.base import BasePermissionPolicy

from foundation.trees import STEP, parent_path
from people.models import Organization, User
from people.roles import ADMIN_ROLES, ROLES, Role
from people.scope import Scope, holdings_of, scope_of

_PLAIN = (Role.LEARNER, Role.POINT)

AccountPredicate = Callable[[User, User], bool]
_code_issuers: list[AccountPredicate] = []


def register_code_issuer(predicate: AccountPredicate) -> AccountPredicate:
    """Let ``predicate(by, user)`` allow one-time codes beyond this room's rule: a class's own teacher, say.

    It is asked only about accounts that do not work for the school.
    """
    _code_issuers.append(predicate)
    return predicate


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
    above = parent_path(organization.path)
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


def is_plain(person: User) -> bool:
    """Say whether ``person`` only learns: no superuser, and no role of somebody who works for the school."""
    return not person.is_superuser and all(h.role in _PLAIN for h in holdings_of(person))


def may_issue_code(by: User | AnonymousUser, user: User) -> bool:
    """Say whether ``by`` may give ``user`` a one-time code, and with it a way into the account.

    Those who may change the account may; so may a class teacher for people who only learn, and only in the teacher's
    own organizations; further ones by ``register_code_issuer``. Nobody for themselves.
    """
    if not isinstance(by, User) or not by.is_active or by.pk == user.pk:
        return False
    if may_change_person(by, user):
        return True
    if not is_plain(user):
        return False
    scope, holdings = scope_of(by), holdings_of(user)
    if holdings and all(scope.may_at((Role.CLASS_TEACHER, Role.ADMINISTRATOR), h.path) for h in holdings):
        return True
    return any(predicate(by, user) for predicate in _code_issuers)


def may_view_as(by: User | AnonymousUser, user: User) -> bool:
    """Say whether ``by`` may look at the site as ``user`` sees it.

    Whoever works in the admin may, for people of whom every role lies in the own organizations and none is above the
    own role there. Nobody sees as a superuser.
    """
    if not isinstance(by, User) or not user.is_active or by.pk == user.pk or user.is_superuser:
        return False
    scope, holdings = scope_of(by), holdings_of(user)
    if scope.everything:
        return True
    return bool(holdings) and all(
        scope.may_at(ADMIN_ROLES, h.path) and _rank_at(scope, h.path) >= ROLES[h.role].rank for h in holdings
    )


def _rank_at(scope: Scope, path: str) -> int:
    return max((ROLES[h.role].rank for h in scope.holdings if path.startswith(h.path)), default=0)


def may_merge(by: User | AnonymousUser, keep: User, duplicate: User) -> bool:
    """Say whether ``by`` may make one account of two: both are theirs to change, and neither is their own duplicate."""
    if not isinstance(by, User) or by.pk == duplicate.pk or keep.pk == duplicate.pk:
        return False
    return all(scope_of(by).everything or (may_change_person(by, one) and is_plain(one)) for one in (keep, duplicate))


class SchoolSettingsPolicy(BasePermissionPolicy):
    """Settings of the whole school: for administrators of an organization at the top of the tree."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Say whether ``user`` may change the settings."""
        scope = scope_of(user)
        return scope.everything or any(
            held.role == Role.ADMINISTRATOR and len(held.path) == STEP for held in scope.holdings
        )
