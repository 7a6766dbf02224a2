"""The admin's sections for feedback."""

from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView

from classes.panels import InstructorPanel
from evaluations.actions.feedback.attaching import OPENS_BEFORE, place
from evaluations.forms.attaching import FeedbackSurveyForm
from evaluations.models import FeedbackForm, FeedbackSurvey
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.queries.in_scope import choosable
from people.roles import EDITING_ROLES, Role
from people.scope import scope_of
from people.viewsets.scoped import ScopedViewSet
from schoolhouse.refusals import Refusal


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
    """A new survey; ``?page=`` names what it is about. It opens by the rule, and closes a week later."""

    def get_initial_form_instance(self) -> FeedbackSurvey:
        """Begin with the page that the address names, if it is one that may be chosen."""
        asked = self.request.GET.get("page", "")
        named = Page.objects.filter(pk=asked) if asked.isdigit() and len(asked) < 10 else Page.objects.none()
        page = choosable(self.request.user, named).first()
        survey = FeedbackSurvey(page=page, opens_before=OPENS_BEFORE)
        with suppress(Refusal):
            if page is not None:
                place(survey)
        return survey


class FeedbackSurveyViewSet(ScopedViewSet):
    """Forms attached to live classes, evenings, lessons and classes, with the time in which they are open."""

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
            PageChooserPanel("page"),
            FieldRowPanel([PageChooserPanel("training_class"), InstructorPanel("instructor")]),
            FieldPanel("opens_before"),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        ],
        base_form_class=FeedbackSurveyForm,
    )

    def rows_of(self, user: User | AnonymousUser, roles: frozenset[str]) -> QuerySet[FeedbackSurvey]:
        """Return the surveys of the classes that belong where ``user`` holds one of ``roles``."""
        rows = FeedbackSurvey.objects.all()
        if scope_of(user).everything:
            return rows
        paths = place_paths(user, roles)
        by_page = Q(training_class=None) & pages_below(paths, "page__path")
        return rows.filter(pages_below(paths, "training_class__path") | by_page)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FeedbackSurvey]:
        """Return the rows of the list with what their names are made of."""
        return super().get_queryset(request).select_related("form", "page", "instructor")
