"""What the room writes into Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "evaluations.choose_scheme": (_("Choose an assessment scheme"), _("Assessment scheme chosen")),
    "evaluations.points_settings": (_("Change settings of points"), _("Settings of points changed")),
    "evaluations.guest_link_made": (_("Make a link for a guest instructor"), _("Link for a guest instructor made")),
    "evaluations.guest_link_revoked": (
        _("Revoke a link for a guest instructor"),
        _("Link for a guest instructor revoked"),
    ),
}


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the room's actions for the log, the history pages and the site-history report."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
