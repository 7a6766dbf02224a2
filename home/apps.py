"""App configuration of the home room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The front door, which composes all rooms."""

    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Settle where pages of the lower rooms may stand, and keep what exists once out of translations."""
        from home import signals
        from home.page_tree import settle_parents
        from home.translation import guard_translation

        signals.connect()
        settle_parents()
        guard_translation()
