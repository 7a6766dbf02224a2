"""The admin's section of the forums room."""

from django.utils.translation import gettext_lazy as _

from forums.models import ListedWord
from forums.permissions import MODERATING_ROLES
from people.viewsets.scoped import ScopedViewSet


class ListedWordViewSet(ScopedViewSet):
    """Words that are held, covered or refused in the forums of an organization and below it."""

    model = ListedWord
    roles = frozenset(MODERATING_ROLES)
    icon = "clipboard-list"
    menu_label = _("Word list")
    menu_order = 420
    add_to_admin_menu = True
    list_display = ["words", "action", "organization"]
    list_filter = ["action"]
    search_fields = ["words"]
    ordering = ["words"]
