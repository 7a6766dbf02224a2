"""What the evaluations room registers with Wagtail."""

from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.snippets.models import register_snippet

from evaluations.models import MendingSettings
from evaluations.page_buttons import feedback_buttons
from evaluations.viewsets import EvaluationsGroup

register_snippet(EvaluationsGroup)
hooks.register("register_page_header_buttons", feedback_buttons)
register_setting(MendingSettings, icon="form")
