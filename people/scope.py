"""What a person may do where: the one object that every list, form and predicate asks.

``scope_of(user)`` reads all roles of a person in one query and keeps them, in this process, under the version of the
stamp ``people.roles``: whoever changes a role or moves an organization bumps it, and every process sees that at its
next request.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from foundation.prepared import prepared
from foundation.prepared.once import asked_once
from foundation.stamps import current
from foundation.trees import paths_to
from people.models import Organization, RoleAssignment, User
from people.models.organization import OrganizationQuerySet
from people.roles import ROLES, Role

STAMP = "people.roles"
_KEPT = 2_000

Roles = str | Iterable[str]


@dataclass(frozen=True)
class Holding:
    """One role in one organization, as the scope keeps it."""

    role: str
    organization_id: int
    path: str


class Scope:
    """All roles of one person. ``everything`` is the scope of a superuser."""

    def __init__(self, holdings: tuple[Holding, ...] = (), *, everything: bool = False) -> None:
        self.holdings = holdings
        self.everything = everything

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the person was given, anywhere; of a superuser only those."""
        return frozenset(holding.role for holding in self.holdings)

    def has_role(self, *roles: str) -> bool:
        """Say whether the person holds one of ``roles`` anywhere (any role at all if none is named)."""
        return self.everything or any(not roles or holding.role in roles for holding in self.holdings)

    def paths(self, roles: Roles | None = None) -> tuple[str, ...]:
        """Return the tree paths of the topmost organizations where one of ``roles`` (any, if none) is held."""
        wanted = None if roles is None else _names(roles)
        found = sorted({holding.path for holding in self.holdings if wanted is None or holding.role in wanted})
        top: list[str] = []
        for path in found:
            if not top or not path.startswith(top[-1]):
                top.append(path)
        return tuple(top)

    def within(self, lookup: str = "", roles: Roles | None = None) -> Q:
        """Return the condition that the organization at ORM path ``lookup`` lies where one of ``roles`` is held."""
        if self.everything:
            return Q()
        field = f"{lookup}__path__startswith" if lookup else "path__startswith"
        condition = Q(pk__in=())
        for path in self.paths(roles):
            condition |= Q(**{field: path})
        return condition

    def organizations(self, roles: Roles | None = None) -> OrganizationQuerySet:
        """Return the organizations in and below which one of ``roles`` (any, if none is named) is held."""
        return cast(OrganizationQuerySet, Organization.objects.filter(self.within("", roles)))

    def may(self, roles: Roles, organization: Organization | None) -> bool:
        """Say whether one of ``roles`` holds at ``organization``. Without an organization only a superuser may."""
        if self.everything:
            return True
        return organization is not None and self.may_at(roles, organization.path)

    def may_at(self, roles: Roles, path: str) -> bool:
        """Say whether one of ``roles`` holds at the organization whose tree path is ``path``."""
        wanted = _names(roles)
        return self.everything or any(h.role in wanted and path.startswith(h.path) for h in self.holdings)

    def rank_at(self, organization: Organization) -> int:
        """Return the highest rank held at ``organization``; 0 where no role is held."""
        if self.everything:
            return 1_000
        ranks = [ROLES[h.role].rank for h in self.holdings if organization.path.startswith(h.path)]
        return max(ranks, default=0)

    @cached_property
    def highest(self) -> Role | None:
        """The role with the highest rank held anywhere, ``None`` without any."""
        best = max(self.holdings, key=lambda holding: ROLES[holding.role].rank, default=None)
        return Role(best.role) if best else None

    @cached_property
    def belongs_to(self) -> tuple[str, ...]:
        """The tree paths of every organization that the person is in, those above included."""
        return tuple(sorted({path for held in self.holdings for path in paths_to(held.path)}))


NOTHING = Scope()
EVERYTHING = Scope(everything=True)

_kept: OrderedDict[int, tuple[int, Scope]] = OrderedDict()
_lock = Lock()


def scope_of(user: User | AnonymousUser) -> Scope:
    """Return what ``user`` may do where; nothing for a stranger and for a closed account. At most one query."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    scope = _scope(user.pk)
    return Scope(scope.holdings, everything=True) if user.is_superuser else scope


def holdings_of(person: User) -> tuple[Holding, ...]:
    """Return every role that ``person`` holds, also when the account is closed."""
    return _scope(person.pk).holdings


def forget() -> None:
    """Drop what this process keeps; for tests."""
    _kept.clear()


@asked_once
def _scope(pk: int) -> Scope:
    version = current(STAMP)[STAMP]
    kept = _kept.get(pk)
    if kept is None or kept[0] != version:
        kept = (version, Scope(_holdings(pk)))
        with _lock:
            _kept[pk] = kept
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
    return kept[1]


def _holdings(pk: int) -> tuple[Holding, ...]:
    return tuple(Holding(*row) for row in roles_held.all(person=pk))


@prepared
def roles_held(person: int) -> QuerySet[RoleAssignment, tuple[str, int, str]]:
    """The roles of a person: role, organization and the organization's tree path."""
    rows = RoleAssignment.objects.filter(user_id=person).order_by("organization__path", "role")
    return rows.values_list("role", "organization_id", "organization__path")


def _names(roles: Roles) -> frozenset[str]:
    return frozenset((roles,)) if isinstance(roles, str) else frozenset(roles)
