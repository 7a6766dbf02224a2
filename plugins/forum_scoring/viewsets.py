"""Rubrics in the admin."""

from django.utils.translation import gettext_lazy as _

from people.roles import EDITING_ROLES
from people.viewsets.scoped import ScopedViewSet
from plugins.forum_scoring.models import Rubric


class RubricViewSet(ScopedViewSet):
    """What posts are scored against. Scores keep what they were given for: a rubric may be changed at any time."""

    model = Rubric
    roles = EDITING_ROLES
    icon = "list-ul"
    menu_label = _("Rubrics")
    menu_order = 420
    add_to_admin_menu = True
    list_display = ["title", "organization"]
    search_fields = ["title"]
