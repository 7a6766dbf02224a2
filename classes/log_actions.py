"""What the room writes into Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "classes.timetable_changed": (_("Change a timetable"), _("Timetable changed")),
    "classes.roster_import": (_("Take a roster"), _("Roster taken")),
    "classes.roster_undo": (_("Undo a roster"), _("Roster undone")),
    "classes.roster_organization": (_("Create from a roster"), _("Created from a roster")),
    "classes.close": (_("Close a class"), _("Class closed")),
    "classes.reopen": (_("Open a class again"), _("Class opened again")),
}


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the room's actions for the log, the history pages and the site-history report."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
