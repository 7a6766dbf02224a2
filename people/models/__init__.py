"""Models of the people room.

Only ``User`` and ``Organization`` may appear in ``people.0001``: everything that touches Wagtail comes in later
migrations, or ``migrate`` ends in a circle.
"""

from people.models.approval import OrganizationApprovalTask
from people.models.files import FileLicense, OrganizationFile, SchoolDocument, SchoolImage, SchoolRendition
from people.models.media import MediaRendition, MediaState, MediaUpload, MediaUploadPart, SchoolMedia
from people.models.notification import (
    DeliveryState,
    Notification,
    NotificationChoice,
    NotificationDelivery,
    NotificationSettings,
)
from people.models.one_time_code import OneTimeCode
from people.models.organization import Organization, OrganizationKind
from people.models.organization_import import OrganizationImport
from people.models.paged import DocumentPage, DocumentReading, ReadingState
from people.models.place import OrganizationCollection, OrganizationPage
from people.models.role import OrganizationGroup, RoleAssignment
from people.models.user import User
from people.roles import Role

__all__ = [
    "DeliveryState",
    "DocumentPage",
    "DocumentReading",
    "FileLicense",
    "MediaRendition",
    "MediaState",
    "MediaUpload",
    "MediaUploadPart",
    "Notification",
    "NotificationChoice",
    "NotificationDelivery",
    "NotificationSettings",
    "OneTimeCode",
    "Organization",
    "OrganizationApprovalTask",
    "OrganizationCollection",
    "OrganizationFile",
    "OrganizationGroup",
    "OrganizationImport",
    "OrganizationKind",
    "OrganizationPage",
    "ReadingState",
    "Role",
    "RoleAssignment",
    "SchoolDocument",
    "SchoolImage",
    "SchoolMedia",
    "SchoolRendition",
    "User",
]
