"""Who holds which role where, and the groups that the software makes of it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from foundation.trees import paths_to
from people.models.organization import Organization
from people.roles import Role


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Role assignments."""

    def within(self, organization: Organization) -> "RoleAssignmentQuerySet":
        """Keep those at ``organization`` and below it."""
        return self.filter(organization__path__startswith=organization.path)

    def holding_at(self, organization: Organization) -> "RoleAssignmentQuerySet":
        """Keep those that hold at ``organization``: made there or at any organization above it."""
        return self.filter(organization__path__in=paths_to(organization.path))


class RoleAssignment(models.Model):
    """One person holds one role in one organization and everything below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="role_assignments",
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("granted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    objects = RoleAssignmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organization"], name="people_role_assignment_unique"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="people_role_assignment_role_known"),
        ]
        indexes = [models.Index(fields=["organization", "role"])]

    def __str__(self) -> str:
        return _role_at(self.get_role_display(), self.organization)


class OrganizationGroup(models.Model):
    """The Django group of one role in one organization; made and kept by ``people.actions``, never by hand."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="role_groups")
    group = models.OneToOneField("auth.Group", on_delete=models.CASCADE, related_name="organization_group")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group of a role")
        verbose_name_plural = _("groups of roles")
        constraints = [
            models.UniqueConstraint(fields=["role", "organization"], name="people_organization_group_unique")
        ]

    def __str__(self) -> str:
        return _role_at(self.get_role_display(), self.organization)


def list_roles(assignments: Iterable[RoleAssignment]) -> str:
    """Return ``assignments`` in words, in one line."""
    return pgettext("between roles", "; ").join(map(str, assignments))


def _role_at(role: str, organization: Organization) -> str:
    return gettext("%(role)s, %(organization)s") % {"role": role, "organization": organization}
