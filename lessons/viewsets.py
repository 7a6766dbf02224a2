"""The admin's sections of the lessons room."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from lessons.models import LessonCategory, LessonPage
from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedFilters, ScopedViewSet


class LessonCategoryViewSet(ScopedViewSet):
    """The course system, in each language."""

    model = LessonCategory
    roles = EDITING_ROLES
    icon = "tag"
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "kind", "organization", "locale"]
    list_filter = ["kind", "locale"]
    search_fields = ["name"]
    ordering = ["sort_order", "name"]
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("sort_order")]),
        ]
    )


def _of_every_page(*names: str) -> list[BaseColumn]:
    return [column for column in IndexView.base_columns if column.name in names]


class LessonListing(PageListingViewSet):
    """All lessons that somebody works on, wherever they stand in the page tree."""

    model = LessonPage
    index_view_class = type("LessonIndex", (ScopedFilters, IndexView), {})
    icon = "openquote"
    menu_label = _("Lessons")
    menu_order = 200
    add_to_admin_menu = True
    list_filter = ["category", "level"]
    columns = [
        *_of_every_page("bulk_actions", "title"),
        Column("category", label=_("Category"), accessor=lambda page: page.category or ""),
        Column("level", label=_("Level"), accessor="get_level_display", sort_key="level"),
        *_of_every_page("parent", "latest_revision_created_at", "status"),
    ]
