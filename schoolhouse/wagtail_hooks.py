"""Registers the plugin pages with Wagtail's admin."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from schoolhouse.admin import menus, views
from schoolhouse.leftovers.orphans import hide_from_readers, only_look


@hooks.register("register_admin_urls")
def register_plugin_urls() -> list[object]:
    """Give the plugin pages their addresses."""
    return [
        path("plugins/", views.PluginListView.as_view(), name="schoolhouse_plugins"),
        path("plugins/page/<int:page_id>/", views.PagePluginsView.as_view(), name="schoolhouse_page_plugins"),
        path(
            "plugins/page/<int:page_id>/<slug:label>/", views.PagePluginView.as_view(), name="schoolhouse_page_plugin"
        ),
        path("plugins/faults/<int:fault_id>/ask-again/", views.ask_plugin_again, name="schoolhouse_ask_again"),
        path("plugins/<str:label>/", views.PluginView.as_view(), name="schoolhouse_plugin"),
    ]


@hooks.register("register_log_actions")
def register_plugin_log_actions(actions: LogActionRegistry) -> None:
    """Name what administrators do to plugins, for the site's history."""
    actions.register_action("schoolhouse.decide", _("Switch or set a plugin"), _("Plugin switched or set"))
    actions.register_action("schoolhouse.ask_again", _("Ask a plugin again"), _("Plugin asked again"))


hooks.register("register_settings_menu_item", menus.plugins_menu_item)
hooks.register("register_page_header_buttons", menus.plugins_button)
for name in ("main", "settings", "reports", "help"):
    hooks.register(f"construct_{name}_menu", menus.hide_inactive)


@hooks.register("register_icons")
def register_plugin_icon(icons: list[str]) -> list[str]:
    """Add the icon of plugins."""
    return [*icons, "schoolhouse/admin/icons/plugin.svg"]


# Before the question who may read it.
hooks.register("before_serve_page", hide_from_readers, order=-100)
hooks.register("construct_page_listing_buttons", only_look)
