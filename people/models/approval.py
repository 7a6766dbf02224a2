"""The approval step of a workflow: who approves is asked at the page's own organization."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from people.models.user import User
from people.roles import EDITING_ROLES


def default_roles() -> list[str]:
    """Return the roles that approve unless the step says otherwise: those that publish pages."""
    return sorted(EDITING_ROLES)


class OrganizationApprovalTask(Task):
    """A step that holders of certain roles approve, at the organization that owns the page or above it."""

    roles = models.JSONField(_("roles"), default=default_roles, editable=False)

    class Meta:
        verbose_name = _("approval by the page's organization")
        verbose_name_plural = _("approvals by the page's organization")

    def may_approve(self, obj: Any, user: User) -> bool:
        """Say whether ``user`` holds one of the step's roles at the organization that owns ``obj``."""
        from people.queries.ownership import organization_of
        from people.scope import scope_of

        scope = scope_of(user)
        if not isinstance(obj, Page):
            return scope.everything
        return scope.may(self.roles, organization_of(obj))

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Start the step; a lock by somebody who may not approve is taken off."""
        obj = workflow_state.content_object
        if getattr(obj, "locked_by", None) and not self.may_approve(obj, obj.locked_by):
            obj.locked, obj.locked_by, obj.locked_at = False, None, None
            obj.save(update_fields=["locked", "locked_by", "locked_at"])
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        """Let those who approve into the editor."""
        return self.may_approve(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """Keep everybody else from editing meanwhile."""
        return not self.may_approve(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        """Let those who approve lock the page."""
        return self.may_approve(obj, user)

    def user_can_unlock(self, obj: Any, user: User) -> bool:
        """Leave unlocking to the page's own permissions."""
        return False

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Return what those who approve can do: send back, approve, approve with a comment."""
        if not self.may_approve(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Return the running steps on pages that ``user`` may approve."""
        from people.queries.audience import pages_below, place_paths
        from people.scope import scope_of

        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if scope_of(user).everything:
            return states
        paths = place_paths(user, frozenset(self.roles))
        if not paths:
            return states.none()
        pages = Page.objects.filter(pages_below(paths)).annotate(
            _id=models.functions.Cast("pk", models.CharField(max_length=255))
        )
        page_type = ContentType.objects.get_for_model(Page)
        return states.filter(
            Q(workflow_state__base_content_type=page_type) & Q(workflow_state__object_id__in=pages.values("_id"))
        )

    @classmethod
    def get_description(cls) -> str:
        """Describe the step where the kind of a new one is chosen."""
        return str(_("Editors and administrators of the page's organization, or of one above it, approve this step"))
