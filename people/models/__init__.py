"""Models of the people room.

Only ``User`` and ``Organization`` may appear in ``people.0001``: everything that touches Wagtail comes in later
migrations, or ``migrate`` ends in a circle.
"""

from people.models.approval import OrganizationApprovalTask
from people.models.files import FileLicense, OrganizationFile, SchoolDocument, SchoolImage, SchoolMedia, SchoolRendition
from people.models.one_time_code import OneTimeCode
from people.models.organization import Organization, OrganizationKind
from people.models.organization_import import OrganizationImport
from people.models.place import OrganizationCollection, OrganizationPage
from people.models.role import OrganizationGroup, RoleAssignment
from people.models.user import User
from people.roles import Role

__all__ = [
    "FileLicense",
    "OneTimeCode",
    "Organization",
    "OrganizationApprovalTask",
    "OrganizationCollection",
    "OrganizationFile",
    "OrganizationGroup",
    "OrganizationImport",
    "OrganizationKind",
    "OrganizationPage",
    "Role",
    "RoleAssignment",
    "SchoolDocument",
    "SchoolImage",
    "SchoolMedia",
    "SchoolRendition",
    "User",
]
