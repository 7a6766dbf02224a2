"""What the forums room registers with Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from forums.keeping import keep_in_bulk, keep_in_place, keep_threads
from forums.models import ModerationAct
from forums.viewsets import ListedWordViewSet

register_snippet(ListedWordViewSet)
hooks.register("before_delete_page", keep_threads)
hooks.register("before_move_page", keep_in_place)
hooks.register("before_bulk_action", keep_in_bulk)


@hooks.register("register_log_actions")
def register_moderation_actions(actions: LogActionRegistry) -> None:
    """Name the moderators' acts in Wagtail's log."""
    for act in ModerationAct:
        actions.register_action(f"forums.{act.value}", act.label, act.label)


@hooks.register("register_log_actions")
def register_evening_actions(actions: LogActionRegistry) -> None:
    """Name the hosts' acts in Wagtail's log."""
    actions.register_action("forums.outcome.settle", _("Settle outcome"), _("Outcome settled"))
    actions.register_action("forums.outcome.reopen", _("Open outcome again"), _("Outcome opened again"))
    actions.register_action("forums.names.optional", _("Let learners post without names"), _("Names made optional"))
    actions.register_action("forums.names.needed", _("Ask for names again"), _("Names asked for again"))
