"""What the room writes into Wagtail's log: who did what to whose account."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "people.grant_role": (_("Give a role"), _("Role given")),
    "people.revoke_role": (_("Take a role"), _("Role taken")),
    "people.move_organization": (_("Move an organization"), _("Organization moved")),
    "people.close_organization": (_("Close an organization"), _("Organization closed")),
    "people.open_organization": (_("Open an organization again"), _("Organization opened again")),
    "people.issue_code": (_("Issue one-time code"), _("One-time code issued")),
    "people.view_as.start": (_("View as this person"), _("Started to view as this person")),
    "people.view_as.stop": (_("Stop viewing as this person"), _("Stopped viewing as this person")),
    "people.merge": (_("Merge accounts"), _("Another account was merged into this one")),
    "people.merged": (_("Merge accounts"), _("This account was merged into another one")),
    "people.retry_media": (_("Convert a recording again"), _("Recording sent to be converted again")),
    "people.retry_document": (_("Read a document again"), _("Document sent to be read again")),
    "people.move": (_("Move to another organization"), _("Moved to another organization")),
}


def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the room's actions for the log, the history pages and the site-history report."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
