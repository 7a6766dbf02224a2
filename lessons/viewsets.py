"""The admin's sections of the lessons room."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page

from lessons.admin.categories import LessonCategoryViewSet
from lessons.admin.series import LessonSeriesViewSet
from lessons.checks.finding import checks_in
from lessons.models import LessonPage
from lessons.permissions import may_see_answers
from people.models import User
from people.viewsets.scoped import ScopedFilters

__all__ = ["LessonCategoryViewSet", "LessonListing", "LessonSeriesViewSet", "answers_button"]


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


def answers_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a lesson in the admin to how its quick checks were answered."""
    if isinstance(page, LessonPage) and page.live and checks_in(page) and may_see_answers(user, page):
        address = reverse("lessons:answers", args=[page.translation_key, page.locale.language_code])
        yield Button(_("How the quick checks were answered"), address, icon_name="list-ul", priority=66)
