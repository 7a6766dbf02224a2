"""Rights on pages that come from being named there, beside those of Wagtail's groups.

A room says which pages name somebody and what that allows: a class its teacher, a lesson its co-authors. Nothing is
written down that could go stale; deleting, publishing and moving stay with the permission testers of the page types.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from wagtail.models import AbstractPage, GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

PagesOf = Callable[[Any], list[Page]]
_named: list[tuple[PagesOf, tuple[str, ...]]] = []


def register_named_pages(pages_of: PagesOf, actions: tuple[str, ...]) -> None:
    """Let people do ``actions`` with ``pages_of(user)`` and below; it keeps its answer on the user object."""
    _named.append((pages_of, actions))


class NamedPagesPolicy(PagePermissionPolicy):
    """Wagtail's rights on pages, and those of the people whom pages name."""

    def get_all_permissions_for_user(self, user: Any | AnonymousUser) -> Iterable[GroupPagePermission]:
        """Return the rights of the groups, and those at each page that names ``user``, in the same shape."""
        rights = super().get_all_permissions_for_user(user)
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return rights
        named = [
            GroupPagePermission(page=page, permission=Permission(codename=f"{action}_page"))
            for pages_of, actions in _named
            for page in pages_of(user)
            for action in actions
        ]
        return [*rights, *named] if named else rights


def register_policy() -> None:
    """Let Wagtail ask; called once when the room is ready."""
    register_permission_policy(AbstractPage, NamedPagesPolicy(Page))
