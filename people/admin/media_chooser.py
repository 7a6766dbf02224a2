"""Who may choose a sound or film. ``wagtailmedia`` asks in its chooser for the right to change it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtailmedia.permissions import MediaPermissionPolicyChecker

from people.models import SchoolMedia


class ChoosingPolicy(CollectionOwnershipPermissionPolicy):
    """Whoever may choose a file may see it in the chooser, as with images and documents."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[SchoolMedia]:
        """Return the files that ``user`` may choose, or do one of ``actions`` to."""
        return super().instances_user_has_any_permission_for(user, [*actions, "choose"])

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Say whether ``user`` may choose this file, or do one of ``actions`` to it."""
        return super().user_has_any_permission_for_instance(user, [*actions, "choose"], instance)


class ChoosingChecker(MediaPermissionPolicyChecker):
    """Asks ``ChoosingPolicy``."""

    policy = ChoosingPolicy(SchoolMedia, auth_model="wagtailmedia.Media", owner_field_name="uploaded_by_user")


def open_chooser() -> None:
    """Let the chooser ask for the right to choose; called once when Wagtail's hooks are read."""
    from wagtailmedia.views import chooser

    chooser.permission_checker = ChoosingChecker()
