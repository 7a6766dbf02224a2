"""What the forums room registers with Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_moderation_actions(actions: LogActionRegistry) -> None:
    """Name the moderators' acts in Wagtail's log."""
    actions.register_action("forums.thread.lock", _("Lock thread"), _("Thread locked"))
    actions.register_action("forums.thread.unlock", _("Unlock thread"), _("Thread unlocked"))
    actions.register_action("forums.post.hide", _("Hide post"), _("Post hidden"))
    actions.register_action("forums.post.show", _("Show post"), _("Post shown again"))
