"""App configuration of the forums room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """The evening discussion."""

    name = "forums"
    verbose_name = _("Forums")

    def ready(self) -> None:
        """Connect what follows when a forum is published; say how records follow merged accounts."""
        from forums import signals
        from forums.merging import register_rules

        signals.connect()
        register_rules()
