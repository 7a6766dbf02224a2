"""The report of editors: which lessons are looked at, begun and finished, within their organizations."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput

from foundation.sheets.writer import OutColumn, sheet_response
from lessons.models import LessonCategory, LessonPage
from lessons.queries.figures import Figures, below, category_figures, in_order, lesson_figures
from people.models import Organization
from people.queries.audience import pages_below, place_paths
from people.roles import EDITING_ROLES
from people.scope import scope_of
from people.viewsets.scoped import ScopedFilters

BY_LESSON, BY_CATEGORY = "lesson", "category"
VIEWS, FINISHED = "views", "finished"


class FiguresFilterSet(WagtailFilterSet):
    """Narrows the report. The period, the kind of line and the order are read by the report itself."""

    by = django_filters.ChoiceFilter(
        label=_("Lines"),
        choices=[(BY_LESSON, _("Lessons")), (BY_CATEGORY, _("Categories"))],
        empty_label=None,
        method="pass_by",
    )
    order = django_filters.ChoiceFilter(
        label=_("First"),
        choices=[(VIEWS, _("The most viewed")), (FINISHED, _("The most finished"))],
        empty_label=None,
        method="pass_by",
    )
    since = django_filters.DateFilter(label=_("From day"), method="pass_by", widget=AdminDateInput)
    until = django_filters.DateFilter(label=_("To day"), method="pass_by", widget=AdminDateInput)
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), queryset=LessonCategory.objects.order_by("sort_order", "name"), method="in_category"
    )
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.all(), method="in_organization"
    )

    class Meta:
        model = LessonPage
        fields: list[str] = []

    def pass_by(self, queryset: QuerySet[LessonPage], name: str, value: Any) -> QuerySet[LessonPage]:
        """Leave the lessons as they are."""
        return queryset

    def in_category(self, queryset: QuerySet[LessonPage], name: str, value: LessonCategory) -> QuerySet[LessonPage]:
        """Keep lessons of a category and of everything below it."""
        return queryset.filter(below([value]))

    def in_organization(self, queryset: QuerySet[LessonPage], name: str, value: Organization) -> QuerySet[LessonPage]:
        """Keep lessons that an organization, or one below it, has published."""
        from people.models import OrganizationPage

        places = OrganizationPage.objects.filter(organization__path__startswith=value.path)
        return queryset.filter(pages_below(list(places.values_list("page__path", flat=True))))

    @property
    def asked(self) -> dict[str, Any]:
        """What was chosen, as values; nothing of what makes no sense."""
        return self.form.cleaned_data if self.form.is_valid() else {}


class LessonFiguresView(ScopedFilters, ReportView):
    """Most viewed and most finished, by lesson or by category."""

    page_title = _("Lessons and views")
    header_icon = "openquote"
    model = LessonPage
    filterset_class = FiguresFilterSet
    index_url_name = "lessons_report"
    index_results_url_name = "lessons_report_results"
    is_searchable = False
    columns = [
        Column("name", label=_("Lesson or category"), classname="title"),
        Column("category", label=_("Category")),
        Column("organization", label=_("Organization")),
        NumberColumn("lessons", label=_("Lessons")),
        NumberColumn("views", label=_("Views of lessons")),
        NumberColumn("begun", label=_("Begun")),
        NumberColumn("finished", label=_("Finished")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to those who edit nowhere."""
        if not may_read_figures(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_base_queryset(self) -> QuerySet[LessonPage]:
        """Return the published lessons of the organizations in which the reader edits."""
        user = self.request.user
        mine = Q() if scope_of(user).everything else pages_below(place_paths(user, EDITING_ROLES))
        return LessonPage.objects.live().filter(mine)

    def get_filtered_queryset(self) -> list[Figures]:
        """Return the lines of the report."""
        lessons, asked = self.filter_queryset(self.get_queryset()), self.filters.asked
        rows = lesson_figures(lessons, asked.get("since"), asked.get("until"))
        lines = category_figures(rows) if asked.get("by") == BY_CATEGORY else rows
        return in_order(lines, finished_first=asked.get("order") == FINISHED)

    def as_spreadsheet(self, rows: Any, kind: str) -> HttpResponseBase:
        """Write all lines as .xlsx or .csv, in which no text becomes a formula."""
        columns = [OutColumn(str(column.label), 40 if column.name == "name" else 16) for column in self.columns]
        lines = ([getattr(row, column.name) for column in self.columns] for row in rows)
        return sheet_response(name="lessons", title=str(self.page_title), columns=columns, rows=lines, kind=kind)


class FiguresMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this person sees the entry."""
        return may_read_figures(request)


def may_read_figures(request: HttpRequest) -> bool:
    """Say whether the reader edits somewhere."""
    return scope_of(request.user).has_role(*EDITING_ROLES)


def report_urls() -> list[URLPattern]:
    """Return the addresses of the report."""
    return [
        path("reports/lessons/", LessonFiguresView.as_view(), name="lessons_report"),
        path("reports/lessons/results/", LessonFiguresView.as_view(results_only=True), name="lessons_report_results"),
    ]


def report_menu_item() -> MenuItem:
    """Return the entry in the menu of reports."""
    return FiguresMenuItem(
        _("Lessons and views"), reverse("lessons_report"), name="lessons", icon_name="openquote", order=100
    )
