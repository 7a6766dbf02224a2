"""The plugin's section of the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from people.roles import Role
from people.viewsets.scoped import ScopedViewSet
from plugins.hours.models import ConversionTable


class ConversionTableViewSet(ScopedViewSet):
    """Conversion tables of an organization; the ledger names them, so that none is deleted: they end."""

    model = ConversionTable
    roles = frozenset({Role.ADMINISTRATOR})
    readers = frozenset({Role.CLASS_TEACHER, Role.EDITOR})
    refused = frozenset({"delete"})
    icon = "history"
    menu_label = _("Training hours")
    add_to_admin_menu = True
    menu_order = 420
    list_display = [
        "name",
        "organization",
        "valid_from",
        "valid_until",
        "minutes_an_hour",
        "most_a_day",
        "required_a_year",
        "version",
    ]
    search_fields = ["name", "organization__name"]


register_snippet(ConversionTableViewSet)
