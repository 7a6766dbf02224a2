"""App configuration of the forums room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """The evening discussion."""

    name = "forums"
    verbose_name = _("Forums")

    def ready(self) -> None:
        """Connect what follows when a forum is published or its class repeated, and when accounts are merged."""
        from forums import signals
        from forums.merging import register_rules
        from forums.movers import move_forums
        from schoolhouse.extension_points import class_repeat_movers

        signals.connect()
        class_repeat_movers.register("forums", "forums.forums", move_forums)
        register_rules()
