"""The admin's sections for points."""

from typing import Any

from wagtail.snippets.views.snippets import CreateView, EditView

from evaluations.actions.points.schemes import keep_version
from evaluations.models import AssessmentScheme
from people.roles import EDITING_ROLES, Role
from people.viewsets.scoped import ScopedViewSet


class _KeepsVersion:
    """Keeps a scheme that was saved as its next version, which classes may change over to."""

    def save_instance(self) -> Any:
        scheme = super().save_instance()  # type: ignore[misc]
        keep_version(scheme=scheme, by=self.request.user)  # type: ignore[attr-defined]
        return scheme


class SchemeCreate(_KeepsVersion, CreateView):
    """Making a scheme."""


class SchemeEdit(_KeepsVersion, EditView):
    """Changing a scheme."""


class AssessmentSchemeViewSet(ScopedViewSet):
    """Assessment schemes of an organization."""

    model = AssessmentScheme
    roles = EDITING_ROLES
    readers = frozenset({Role.CLASS_TEACHER})
    add_view_class = SchemeCreate
    edit_view_class = SchemeEdit
    icon = "list-ol"
    list_display = ["title", "organization"]
    search_fields = ["title"]
    ordering = ["title"]
