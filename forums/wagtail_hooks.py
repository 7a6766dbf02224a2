"""What the forums room registers with Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from forums.keeping import keep_in_bulk, keep_in_place, keep_threads

hooks.register("before_delete_page", keep_threads)
hooks.register("before_move_page", keep_in_place)
hooks.register("before_bulk_action", keep_in_bulk)


@hooks.register("register_log_actions")
def register_moderation_actions(actions: LogActionRegistry) -> None:
    """Name the moderators' acts in Wagtail's log."""
    actions.register_action("forums.thread.lock", _("Lock thread"), _("Thread locked"))
    actions.register_action("forums.thread.unlock", _("Unlock thread"), _("Thread unlocked"))
    actions.register_action("forums.post.hide", _("Hide post"), _("Post hidden"))
    actions.register_action("forums.post.show", _("Show post"), _("Post shown again"))
