"""The section of the course system: a tree, within what an editor works on."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from foundation.trees import paths_above
from lessons.forms.categories import CategoryForm, SavesCategory
from lessons.forms.fields import in_order
from lessons.models import LessonCategory
from people.models import User
from people.roles import EDITING_ROLES
from people.scope import scope_of
from people.viewsets.scoped import ScopedViewSet


def indented(category: LessonCategory) -> str:
    """Return the name as it stands in the tree."""
    return format_html("{}{}", "— " * getattr(category, "depth", 0), category.name)


class CategoryIndex(IndexView):
    """The tree as a list."""

    @cached_property
    def columns(self) -> list[Column]:
        """The name in the tree, with what is known of it."""
        title = self._get_title_column("name")
        title.accessor, title.sort_key = indented, None
        return [
            title,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("organization", label=_("Organization"), accessor="organization"),
            Column("locale", label=_("Language"), accessor="locale"),
        ]


class LessonCategoryViewSet(ScopedViewSet):
    """The course system, in each language. Whoever works below an organization may use its categories."""

    model = LessonCategory
    roles = EDITING_ROLES
    icon = "tag"
    menu_order = 300
    add_to_admin_menu = True
    menu_label = _("Course system")
    list_per_page = 200
    list_filter = ["kind", "locale"]
    list_export = ["name", "kind", "parent", "organization", "locale"]
    search_fields = ["name"]
    index_view_class = CategoryIndex
    add_view_class = type("CategoryCreate", (SavesCategory, CreateView), {})
    edit_view_class = type("CategoryEdit", (SavesCategory, EditView), {})
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("parent"),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("sort_order")]),
        ],
        base_form_class=CategoryForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[LessonCategory]:
        """Return the tree."""
        return in_order(super().get_queryset(request).select_related("organization", "locale"))

    def choosable_by(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Add the categories of the organizations above: what a city has settled, its counties use."""
        paths = scope_of(user).paths(EDITING_ROLES)
        above = {above for path in paths for above in paths_above(path)}
        rows = super().choosable_by(user)
        return LessonCategory.objects.filter(Q(pk__in=rows.values("pk")) | Q(organization__path__in=above))
