"""The plugin's declaration."""

from django.utils.translation import gettext_lazy as _

from schoolhouse.plugins import PluginConfig


class ReplyPointsConfig(PluginConfig):
    """Gives points for a reply in a class's forum."""

    name = "plugins.reply_points"
    label = "reply_points"
    verbose_name = _("Points for replies")
    requires_api = ">=0.1,<1"
    scope = "class"

    def register(self) -> None:
        """Listen to posts."""
        from plugins.reply_points import handlers  # noqa: F401
