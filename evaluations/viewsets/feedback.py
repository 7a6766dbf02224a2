"""The admin's sections for feedback."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, LiveStatusTagColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from classes.panels import InstructorPanel
from evaluations.actions.feedback.attaching import OPENS_BEFORE, place
from evaluations.forms.attaching import FeedbackSurveyForm
from evaluations.models import FeedbackForm, FeedbackFormVersion, FeedbackSurvey
from evaluations.previewing import version_context
from evaluations.queries.feedback.templates import copy_of, template_for, templates_for
from people.models import User
from people.queries.audience import pages_below, place_paths
from people.queries.in_scope import choosable
from people.roles import EDITING_ROLES, Role
from people.scope import scope_of
from people.viewsets.scoped import ScopedViewSet
from schoolhouse.refusals import Refusal

FORMS = "wagtailsnippets_evaluations_feedbackform"
"""The addresses of the section of forms."""


class FeedbackFormIndex(IndexView):
    """The list, with the way to begin with a template."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Beside the export of the list, the templates."""
        buttons = super().header_more_buttons
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            url = reverse(f"{FORMS}:templates")
            buttons = [*buttons, Button(_("Begin with a template"), url=url, icon_name="copy", priority=95)]
        return buttons


class _Publishing:
    """Shows above the form why it cannot be published as it is."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]


class FeedbackFormCreate(_Publishing, CreateView):
    """A new form; ``?template=`` names the one that it begins with."""

    def get_initial_form_instance(self) -> FeedbackForm:
        """Begin with the questions of the template that the address names, if one may use it, and where one edits."""
        asked = self.request.GET.get("template", "")
        template = template_for(self.request.user, asked) if asked else None
        form = copy_of(template) if template is not None else FeedbackForm()
        held = scope_of(self.request.user).holdings
        edited = {one.organization_id for one in held if one.role in EDITING_ROLES}
        if len(edited) == 1:
            form.organization_id = edited.pop()
        return form


class TemplateList(WagtailAdminTemplateMixin, TemplateView):
    """The templates of one's own organizations and of those above them."""

    template_name = "evaluations/admin/templates.html"
    page_title = _("Begin with a template")
    header_icon = "copy"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of forms."""
        index = {"url": reverse(f"{FORMS}:list"), "label": _("Feedback forms")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them, each with the address of a new form that begins with it."""
        add = reverse(f"{FORMS}:add")
        found = templates_for(self.request.user).select_related("organization").order_by("title", "pk")
        rows = [{"form": form, "url": f"{add}?template={form.public_id}"} for form in found]
        return {**super().get_context_data(**kwargs), "rows": rows, "add_url": add}


class VersionList(WagtailAdminTemplateMixin, TemplateView):
    """What was published of a form: each version as learners see it, and where it is asked."""

    template_name = "evaluations/admin/versions.html"
    page_title = _("Published versions")
    header_icon = "history"
    _show_breadcrumbs = True

    @cached_property
    def feedback_form(self) -> FeedbackForm:
        """The form; the section's gate has asked whether one may look at it."""
        return get_object_or_404(FeedbackForm, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the form."""
        return str(self.feedback_form)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of forms."""
        index = {"url": reverse(f"{FORMS}:list"), "label": _("Feedback forms")}
        label = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, index, label]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the versions, the newest first."""
        versions = self.feedback_form.versions.annotate(
            surveys_count=Count("surveys", distinct=True), questions_count=Count("questions", distinct=True)
        )
        return {
            **super().get_context_data(**kwargs),
            "feedback_form": self.feedback_form,
            "versions": versions.order_by("-number"),
            "show_name": f"{FORMS}:version",
        }


@xframe_options_sameorigin
def show_version(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    """Show a published version as learners see it."""
    version = get_object_or_404(FeedbackFormVersion.objects.select_related("form"), form=pk, number=number)
    return render(request, "evaluations/survey.html", version_context(version))


class FeedbackFormEdit(_Publishing, EditView):
    """The form, with the way to what was published of it."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to the versions."""
        url = reverse(f"{FORMS}:versions", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Published versions"), url=url, icon_name="history", priority=85),
        ]


class FeedbackFormViewSet(ScopedViewSet):
    """Feedback forms of an organization; class teachers may look and copy."""

    model = FeedbackForm
    roles = EDITING_ROLES
    readers = frozenset({Role.CLASS_TEACHER})
    icon = "form"
    index_view_class = FeedbackFormIndex
    add_view_class = FeedbackFormCreate
    edit_view_class = FeedbackFormEdit
    list_display = [
        "__str__",
        "organization",
        BooleanColumn("is_anonymous", label=_("Anonymous")),
        BooleanColumn("is_template", label=_("Template")),
        LiveStatusTagColumn(),
    ]
    list_filter = ["is_anonymous", "is_template"]
    search_fields = ["title", "title_zh"]
    ordering = ["title"]

    def choosable_by(self, user: User | AnonymousUser) -> QuerySet[FeedbackForm]:
        """Offer what is published: nothing else can be asked."""
        return super().choosable_by(user).filter(live=True)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the templates and the versions, behind the gate of this section."""
        templates = self._gate(TemplateList.as_view(), "add")
        versions = self._gate(VersionList.as_view(), "view")
        return [
            *super().get_urlpatterns(),
            path("templates/", templates, name="templates"),
            path("versions/<str:pk>/", versions, name="versions"),
            path("versions/<str:pk>/<int:number>/", self._gate(show_version, "view"), name="version"),
        ]


class FeedbackSurveyCreate(CreateView):
    """A new survey; ``?page=`` names what it is about. It opens by the rule, and closes a week later."""

    def get_initial_form_instance(self) -> FeedbackSurvey:
        """Begin with the page that the address names, if it is one that may be chosen."""
        asked = self.request.GET.get("page", "")
        is_key = asked.isascii() and asked.isdigit() and len(asked) < 10
        named = Page.objects.filter(pk=asked) if is_key else Page.objects.none()
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
