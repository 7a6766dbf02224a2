"""App configuration of the home room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The front door, which composes all rooms."""

    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Settle where pages of the lower rooms may stand, what texts vary by, and what is never translated."""
        from foundation.fragments import vary
        from foundation.stamps import fetch_always
        from home import routing, signals
        from home.admin.words import mend_words
        from home.context_processors import school_of
        from home.page_tree import settle_parents
        from home.translation import guard_translation
        from people import published, scope

        signals.connect()
        vary("school", school_of)
        fetch_always(routing.STAMP, scope.STAMP, published.STAMP)
        settle_parents()
        guard_translation()
        mend_words()
