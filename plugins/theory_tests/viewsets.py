"""The bank in the admin."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    InspectView,
    SnippetViewSetGroup,
)

from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.models import BankQuestion, Paper, QuestionCategory, QuestionFigure
from plugins.theory_tests.queries.figures import facility_of
from plugins.theory_tests.queries.papers import drawn_for_preview
from plugins.theory_tests.rendering import shown

MOST_FIGURES = 10
"""So many tests are named beside a question."""


class QuestionIndex(IndexView):
    """The list, with the ways in and out."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Beside the export of the list, files of questions."""
        name = "plugins:theory_tests"
        return [
            *super().header_more_buttons,
            Button(_("Import from a file"), url=reverse(f"{name}:import"), icon_name="upload", priority=95),
            Button(_("Export GIFT"), url=reverse(f"{name}:export", args=["gift"]), icon_name="download", priority=96),
            Button(
                _("Export Moodle XML"),
                url=reverse(f"{name}:export", args=["moodle-xml"]),
                icon_name="download",
                priority=97,
            ),
        ]


class _Versioned:
    """Writes down what a saved question asks."""

    def save_instance(self) -> BankQuestion:
        with transaction.atomic():
            question = super().save_instance()  # type: ignore[misc]
            record_version(question=question, by=self.request.user)  # type: ignore[attr-defined]
            return question


class KeptDelete(DeleteView):
    """Deletes what nothing stands on; else says so."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Delete it, or say why it stays."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("It stays: papers, tests or questions stand on it."))
            return redirect(self.get_success_url())


class QuestionInspect(InspectView):
    """The question as learners see it, what is right, and its versions."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the texts as HTML, and every version."""
        question = self.object
        answers = [
            {"answer": one, "shown": shown(one.text, question.format), "feedback": shown(one.feedback, question.format)}
            for one in question.answers.all()
        ]
        versions = question.versions.select_related("created_by").defer("content")
        newest = QuestionFigure.objects.filter(version__question=question).select_related("sitting").order_by("-pk")
        return {
            **super().get_context_data(**kwargs),
            "question": question,
            "asked": shown(question.text, question.format),
            "explained": shown(question.explanation, question.format),
            "answers": answers,
            "versions": versions,
            "facility": facility_of(question),
            "figures": newest[:MOST_FIGURES],
        }


class BankQuestionViewSet(ScopedViewSet):
    """Questions; right answers stand in them, so that only editors look."""

    model = BankQuestion
    organization_lookup = "category__organization"
    roles = EDITING_ROLES
    icon = "help"
    menu_label = _("Questions")
    copy_view_enabled = False
    index_view_class = QuestionIndex
    add_view_class = type("QuestionCreate", (_Versioned, CreateView), {})
    edit_view_class = type("QuestionEdit", (_Versioned, EditView), {})
    inspect_view_class = QuestionInspect
    delete_view_class = KeptDelete
    inspect_template_name = "theory_tests/admin/inspect.html"
    list_display = [
        "__str__",
        Column("kind", label=pgettext_lazy("questions", "Kind"), accessor="get_kind_display"),
        Column("category", label=pgettext_lazy("questions", "Category"), accessor="category"),
        Column("difficulty", label=_("Difficulty"), accessor="get_difficulty_display"),
        Column("facility", label=_("Facility"), accessor="facility_word"),
        "tags",
    ]
    list_filter = ["kind", "difficulty", "category"]
    list_export = ["category", "kind", "title", "text", "tags", "difficulty"]
    search_fields = ["text", "title", "tags", "id_number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankQuestion]:
        """Return the rows with their categories, and how people did at them in all tests."""
        figures = "versions__figures__"
        counted = {"figure_shares": Sum(f"{figures}shares"), "figure_attempts": Sum(f"{figures}attempts")}
        return super().get_queryset(request).select_related("category").annotate(**counted)


class QuestionCategoryViewSet(ScopedViewSet):
    """The shelves of the bank."""

    model = QuestionCategory
    roles = EDITING_ROLES
    icon = "folder-open-inverse"
    menu_label = pgettext_lazy("questions", "Categories")
    copy_view_enabled = False
    delete_view_class = KeptDelete
    list_display = ["path", "organization"]
    search_fields = ["path"]


class PaperInspect(InspectView):
    """The paper as somebody may get it, and the versions that were set."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw it once; say what speaks against setting it."""
        versions = self.object.versions.select_related("created_by").defer("content")
        drawn = drawn_for_preview(self.object)
        return {**super().get_context_data(**kwargs), "paper": self.object, "versions": versions, **drawn}


class PaperViewSet(ScopedViewSet):
    """Papers; what a class sits is a version, which no change here touches."""

    model = Paper
    roles = EDITING_ROLES
    icon = "doc-full"
    menu_label = _("Papers")
    copy_view_enabled = True
    inspect_view_class = PaperInspect
    delete_view_class = KeptDelete
    inspect_template_name = "theory_tests/admin/paper.html"
    list_display = [
        "title",
        "organization",
        Column("is_ready", label=pgettext_lazy("paper", "Ready"), accessor="ready_word"),
    ]
    list_filter = ["is_ready"]
    search_fields = ["title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        """Return the rows with their organizations."""
        return super().get_queryset(request).select_related("organization")


class TheoryTestsGroup(SnippetViewSetGroup):
    """The menu of the plugin."""

    items = (BankQuestionViewSet, QuestionCategoryViewSet, PaperViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 410
    add_to_admin_menu = True
