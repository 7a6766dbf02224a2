"""The section of series."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList

from lessons.models import LessonSeries
from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet


class LessonSeriesViewSet(ScopedViewSet):
    """Series of lessons, in each language."""

    model = LessonSeries
    roles = EDITING_ROLES
    icon = "list-ol"
    menu_order = 310
    menu_label = _("Series")
    add_to_admin_menu = True
    list_display = ["title", "organization", "locale"]
    list_filter = ["locale"]
    list_export = ["title", "intro", "organization", "locale"]
    search_fields = ["title"]
    ordering = ["title", "pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("title"),
            FieldPanel("intro"),
            InlinePanel("items", heading=_("Lessons in order"), label=_("Lesson"), min_num=2, max_num=60),
        ]
    )
