"""What renews whom leave concerns, besides the plugin's own acts."""

from typing import Any

from django.db.models.signals import post_save

from classes.models import ClassGroup
from foundation.stamps import bump
from plugins.leave.queries.concerned import STAMP


def renew(sender: type[ClassGroup], **signal: Any) -> None:
    """Ask anew who leads the groups of a class: one was changed, and with it perhaps its leader."""
    if not signal.get("raw") and not signal.get("created"):
        bump(STAMP)


def connect() -> None:
    """Connect the receivers; called once when the plugin starts."""
    post_save.connect(renew, sender=ClassGroup, dispatch_uid="leave.renew")
