"""App configuration of the forums room."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    """The evening discussion."""

    name = "forums"
    verbose_name = _("Forums")

    def ready(self) -> None:
        """Connect what follows when a forum is published or its class repeated, and when accounts are merged."""
        from classes.extension_points import live_class_after_content
        from forums import signals
        from forums.evening import jobs  # noqa: F401  # declares them
        from forums.evening.duty import register_duty
        from forums.merging import register_rules
        from forums.models import ForumHost, ListedWord
        from forums.movers import move_forums
        from forums.notifications import handlers, kinds  # noqa: F401  # handlers listen to events
        from forums.views.evening.outcome import card
        from forums.views.evening.question_box import slot
        from forums.views.limits import check_limits
        from people.published import renew_with
        from schoolhouse.extension_points import (
            ClassTool,
            DashboardPanel,
            class_repeat_movers,
            class_tools,
            dashboard_panels,
        )

        checks.register(check_limits)
        signals.connect()
        register_duty()
        renew_with(ListedWord, ForumHost)
        class_repeat_movers.register("forums", "forums.forums", move_forums)
        register_rules()
        kinds.register_kinds()
        tool = ClassTool(_("Forum board"), "chat", board_address)
        class_tools.register("forums", "forums", tool, order=95)
        dashboard_panels.register("forums", "forums.follow_ups", DashboardPanel(_("Follow-ups"), card))
        live_class_after_content.register("forums", "forums.question_box", slot, order=-10)


def board_address(training_class: Any, user: Any) -> str | None:
    """Return where the forums of a class are looked over, for whoever keeps order in them."""
    from forums.permissions import keeps_order_in_class

    if not keeps_order_in_class(user, training_class):
        return None
    return reverse("forums:board", args=[training_class.public_id])
