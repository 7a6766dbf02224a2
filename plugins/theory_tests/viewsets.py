"""The bank in the admin."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, InspectView, SnippetViewSetGroup

from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet
from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.models import BankQuestion, QuestionCategory
from plugins.theory_tests.rendering import shown


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
        return {
            **super().get_context_data(**kwargs),
            "question": question,
            "asked": shown(question.text, question.format),
            "explained": shown(question.explanation, question.format),
            "answers": answers,
            "versions": versions,
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
    inspect_template_name = "theory_tests/admin/inspect.html"
    list_display = [
        "__str__",
        Column("kind", label=pgettext_lazy("questions", "Kind"), accessor="get_kind_display"),
        Column("category", label=pgettext_lazy("questions", "Category"), accessor="category"),
        Column("difficulty", label=_("Difficulty"), accessor="get_difficulty_display"),
        "tags",
    ]
    list_filter = ["kind", "difficulty", "category"]
    list_export = ["category", "kind", "title", "text", "tags", "difficulty"]
    search_fields = ["text", "title", "tags", "id_number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankQuestion]:
        """Return the rows with their categories."""
        return super().get_queryset(request).select_related("category")


class QuestionCategoryViewSet(ScopedViewSet):
    """The shelves of the bank."""

    model = QuestionCategory
    roles = EDITING_ROLES
    icon = "folder-open-inverse"
    menu_label = pgettext_lazy("questions", "Categories")
    copy_view_enabled = False
    list_display = ["path", "organization"]
    search_fields = ["path"]


class TheoryTestsGroup(SnippetViewSetGroup):
    """The menu of the plugin."""

    items = (BankQuestionViewSet, QuestionCategoryViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 410
    add_to_admin_menu = True
