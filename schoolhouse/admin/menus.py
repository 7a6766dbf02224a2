"""Menu entries of plugins that are off, and those of the plugin pages themselves."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from schoolhouse.activation import is_active, scopes_at
from schoolhouse.admin.views import may_administer, may_switch_at
from schoolhouse.gates.owners import plugin_of_address


class PluginsMenuItem(MenuItem):
    """Leads to the list of plugins, for those who switch them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this person sees the entry."""
        return may_administer(request.user)


def plugins_menu_item() -> MenuItem:
    """Put the plugins among the settings."""
    return PluginsMenuItem(
        gettext_lazy("Plugins"), reverse("schoolhouse_plugins"), name="plugins", icon_name="plugin", order=800
    )


def hide_inactive(request: HttpRequest, items: list[Any]) -> None:
    """Take out the entries of plugins that are off; where they lead answers 404."""
    items[:] = [item for item in items if _stays(item)]


def _stays(item: Any) -> bool:
    url = str(item.url or "")
    label = plugin_of_address(url) if url.startswith("/") else ""
    return not label or is_active(label)


def plugins_button(page: Page, user: Any, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a class or a site's root page to its plugins."""
    if scopes_at(page) and may_switch_at(user, page):
        url = reverse("schoolhouse_page_plugins", args=[page.pk])
        yield Button(_("Plugins"), url, icon_name="plugin", priority=95)
