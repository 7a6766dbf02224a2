"""The admin's sections of the evaluations room."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from evaluations.models import AssessmentScheme, FeedbackForm, FeedbackSurvey
from people.roles import EDITING_ROLES, Role
from people.viewsets.scoped import ScopedViewSet


class FeedbackFormViewSet(ScopedViewSet):
    """Feedback forms of an organization; class teachers may look and copy."""

    model = FeedbackForm
    roles = EDITING_ROLES
    readers = frozenset({Role.CLASS_TEACHER})
    icon = "form"
    list_display = ["title", "organization", BooleanColumn("is_anonymous", label=_("Anonymous"))]
    list_filter = ["is_anonymous"]
    search_fields = ["title"]
    ordering = ["title"]


class FeedbackSurveyViewSet(ScopedViewSet):
    """Forms attached to live classes, with the time in which they are open."""

    model = FeedbackSurvey
    page_lookup = "page"
    roles = EDITING_ROLES | {Role.CLASS_TEACHER}
    copy_view_enabled = False
    icon = "date"
    list_display = ["__str__", "opens_at", "closes_at", BooleanColumn("is_anonymous", label=_("Anonymous"))]
    ordering = ["-opens_at"]
    edit_handler = ObjectList(
        [
            FieldPanel("form"),
            PageChooserPanel("page", "classes.LiveClassPage"),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        ]
    )


class AssessmentSchemeViewSet(ScopedViewSet):
    """Assessment schemes of an organization."""

    model = AssessmentScheme
    roles = EDITING_ROLES
    readers = frozenset({Role.CLASS_TEACHER})
    icon = "list-ol"
    list_display = ["title", "organization"]
    search_fields = ["title"]
    ordering = ["title"]


class EvaluationsGroup(SnippetViewSetGroup):
    """The menu of the evaluations room."""

    items = (FeedbackFormViewSet, FeedbackSurveyViewSet, AssessmentSchemeViewSet)
    menu_label = _("Evaluations")
    menu_icon = "form"
    menu_order = 400
    add_to_admin_menu = True
