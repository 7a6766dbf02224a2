"""The admin's sections of the lessons room."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from lessons.models import LessonCategory
from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet


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
