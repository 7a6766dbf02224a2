"""What the evaluations room registers with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from evaluations.log_actions import register_log_actions
from evaluations.page_buttons import feedback_buttons
from evaluations.viewsets import EvaluationsGroup

register_snippet(EvaluationsGroup)
hooks.register("register_page_header_buttons", feedback_buttons)
hooks.register("register_log_actions", register_log_actions)
