"""What the room writes into Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the room's actions for the log, the history pages and the site-history report."""
    actions.register_action("lessons.confirm", _("Confirm a learner's study"), _("A learner's study confirmed"))
    actions.register_action("lessons.name_co_author", _("Name a co-author"), _("A co-author named"))
    actions.register_action("lessons.drop_co_author", _("Drop a co-author"), _("A co-author's name taken back"))
