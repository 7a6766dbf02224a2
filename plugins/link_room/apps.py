"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.extension_points import LiveProvider, live_providers
from schoolhouse.plugins import PluginConfig


class LinkRoomConfig(PluginConfig):
    """Leads from a live class's door to the address that an editor wrote."""

    name = "plugins.link_room"
    label = "link_room"
    verbose_name = _("Meeting link")
    description = _("Holds a live class at any meeting address that an editor writes into it.")
    version = "1.0"
    requires_api = ">=0.1,<1"
    scope = "class"

    def register(self) -> None:
        """Offer the way."""
        from plugins.link_room.provider import check, handles, join_url

        way = LiveProvider(label=self.verbose_name, handles=handles, join_url=join_url, check=check)
        # Behind the others: a link is what remains when nothing better is there.
        live_providers.register(self.label, self.label, way, order=100)
