"""Wagtail's permission policy of a model whose rows belong to organizations."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db import models
from django.db.models import Q
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from people.models import User
from people.queries.people import people_administered_by
from people.roles import Role
from people.scope import scope_of

_LOOKING = frozenset({"view", "choose"})
RowsOf = Callable[[User | AnonymousUser, frozenset[str]], models.QuerySet[Any]]


class ScopedPermissionPolicy(BasePermissionPolicy):
    """Holders of ``roles`` do everything within their organizations; holders of ``readers`` may look.

    ``rows_of(user, roles)`` returns the rows that belong where ``user`` holds one of ``roles``. Nobody but a superuser
    does what is ``refused``.
    """

    def __init__(
        self,
        model: type[models.Model],
        rows_of: RowsOf,
        *,
        roles: Iterable[str],
        readers: Iterable[str] = (),
        refused: Iterable[str] = (),
    ) -> None:
        super().__init__(model)
        self.rows_of = rows_of
        self.roles = frozenset(roles)
        self.readers = self.roles | frozenset(readers)
        self.refused = frozenset(refused)

    def roles_for(self, actions: Iterable[str]) -> frozenset[str]:
        """Return the roles of which one is enough for one of ``actions``."""
        wanted = frozenset(actions) - self.refused
        if not wanted:
            return frozenset()
        return self.readers if wanted & _LOOKING else self.roles

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Say whether ``user`` may do this to some rows."""
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Iterable[str]) -> bool:
        """Say whether ``user`` may do one of these to some rows."""
        scope, roles = scope_of(user), self.roles_for(actions)
        return scope.everything or (bool(roles) and scope.has_role(*roles))

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        """Say whether ``user`` may do this to this row."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: User | AnonymousUser, actions: Iterable[str], instance: Any
    ) -> bool:
        """Say whether ``user`` may do one of these to this row."""
        if scope_of(user).everything:
            return True
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> models.QuerySet[Any]:
        """Return the rows to which ``user`` may do one of these."""
        if scope_of(user).everything:
            return self.model._default_manager.all()
        roles = self.roles_for(actions)
        return self.rows_of(user, roles) if roles else self.model._default_manager.none()

    def instances_user_has_permission_for(self, user: User | AnonymousUser, action: str) -> models.QuerySet[Any]:
        """Return the rows to which ``user`` may do this."""
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[User]:
        """Return who may do one of these to some rows."""
        may = Q(is_superuser=True) | Q(role_assignments__role__in=self.roles_for(actions))
        return User.objects.filter(may, is_active=True).distinct()


def register_account_policies() -> None:
    """Let administrators see and change people within their organizations, and leave groups to the software."""
    register_permission_policy(
        User,
        ScopedPermissionPolicy(
            User,
            lambda user, roles: people_administered_by(user),
            roles=[Role.ADMINISTRATOR],
            refused=["delete"],
        ),
    )
    register_permission_policy(
        Group,
        ScopedPermissionPolicy(Group, lambda user, roles: Group.objects.none(), roles=()),
    )
