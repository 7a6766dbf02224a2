"""The bulk actions on people. Roles are given by the room's actions; groups are never touched by hand."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions import DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from people.actions.roles import grant_role
from people.admin.bulk_actions import ScopedBulkAction
from people.forms.people import GiveRoleForm
from people.models import Organization, User
from people.permissions import may_change_person


class GiveRole(ScopedBulkAction, UserBulkAction):
    """Gives one role in one organization to everybody chosen."""

    display_name = _("Give a role")
    action_type = "assign_role"
    aria_label = _("Give a role to the chosen people")
    template_name = "people/admin/bulk_give_role.html"
    action_priority = 30
    form_class = GiveRoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who gives the role."""
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_execution_context(self) -> dict[str, Any]:
        """Hand the role over to the action."""
        data = self.cleaned_form.cleaned_data
        return {"role": data["role"], "organization": data["organization"], "by": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: list[User], role: str = "", organization: Organization | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Give the role to each."""
        assert organization is not None
        for person in objects:
            grant_role(user=person, role=role, organization=organization, by=kwargs["by"])
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many people have the role now."""
        return ngettext(
            "%(count)d person has the role now.", "%(count)d people have the role now.", num_parent_objects
        ) % {"count": num_parent_objects}


class SetActive(ScopedBulkAction, SetActiveStateBulkAction):
    """Closes accounts, or opens them again."""

    def check_perm(self, obj: User) -> bool:
        """Leave accounts above one's own as they are."""
        return may_change_person(self.request.user, obj)

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], **kwargs: Any) -> tuple[int, int]:
        """Close or open each, and write it to the log."""
        done, below = super().execute_action(objects, **kwargs)
        for person in objects:
            log(instance=person, action="wagtail.edit", user=kwargs.get("user"))
        return done, below


class DeletePeople(ScopedBulkAction, DeleteBulkAction):
    """Deletes accounts; only superusers do."""

    def check_perm(self, obj: User) -> bool:
        """Leave deleting to superusers."""
        return self.request.user.is_superuser and obj != self.request.user


PEOPLE_ACTIONS = [GiveRole, SetActive, DeletePeople]
