"""The admin's sections for points."""

from evaluations.models import AssessmentScheme
from people.roles import EDITING_ROLES, Role
from people.viewsets.scoped import ScopedViewSet


class AssessmentSchemeViewSet(ScopedViewSet):
    """Assessment schemes of an organization."""

    model = AssessmentScheme
    roles = EDITING_ROLES
    readers = frozenset({Role.CLASS_TEACHER})
    icon = "list-ol"
    list_display = ["title", "organization"]
    search_fields = ["title"]
    ordering = ["title"]
