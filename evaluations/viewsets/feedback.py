"""The admin's sections for feedback."""

import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import CreateView

from classes.models import LiveClassPage
from evaluations.models import FeedbackForm, FeedbackSurvey
from people.queries.in_scope import choosable
from people.roles import EDITING_ROLES, Role
from people.viewsets.scoped import ScopedViewSet

OPEN_FOR = datetime.timedelta(days=7)


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


class FeedbackSurveyCreate(CreateView):
    """A new survey; ``?page=`` names the live class it is about, open for a week from its end unless told otherwise."""

    def get_initial_form_instance(self) -> FeedbackSurvey | None:
        """Begin with the live class that the address names, if it is one that may be chosen."""
        asked = self.request.GET.get("page", "")
        named = LiveClassPage.objects.filter(pk=asked) if asked.isdigit() and len(asked) < 10 else None
        live_class = choosable(self.request.user, named).first() if named is not None else None
        if live_class is None:
            return None
        opens_at = live_class.ends_at
        return FeedbackSurvey(page=live_class.page_ptr, opens_at=opens_at, closes_at=opens_at + OPEN_FOR)


class FeedbackSurveyViewSet(ScopedViewSet):
    """Forms attached to live classes, with the time in which they are open."""

    model = FeedbackSurvey
    page_lookup = "page"
    roles = EDITING_ROLES | {Role.CLASS_TEACHER}
    copy_view_enabled = False
    add_view_class = FeedbackSurveyCreate
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
