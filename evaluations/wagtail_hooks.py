"""What the evaluations room registers with Wagtail."""

from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.snippets.models import register_snippet

from evaluations.log_actions import register_log_actions
from evaluations.models import MendingSettings
from evaluations.page_buttons import feedback_buttons, offer_publishing
from evaluations.previewing import editor_style
from evaluations.viewsets import EvaluationsGroup

register_snippet(EvaluationsGroup)
hooks.register("register_page_header_buttons", feedback_buttons)
register_setting(MendingSettings, icon="form")
hooks.register("register_log_actions", register_log_actions)
hooks.register("insert_global_admin_css", editor_style)
hooks.register("construct_snippet_action_menu", offer_publishing)
